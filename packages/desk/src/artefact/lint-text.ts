// Holes in a text that is to leave the house: empty slots and variables that nobody fills. spec: case §12
import { artefactVariables, type ArtefactValues, type ArtefactVariable } from './artefact.ts'

export type TextComplaint = {
  readonly kind: 'empty-slot' | 'unknown-variable' | 'variable-without-value'
  /** Positions count UTF-16 code units, end excluded. */
  readonly from: number
  readonly to: number
  readonly text: string
}

/** Longest name in braces that is taken for a variable; what is longer, or no name, is part of a command. */
export const variableCharsMax = 40
const variable = new RegExp(
  String.raw`\{[ \t]{0,8}([\p{L}_][\p{L}\p{N}_.-]{0,${variableCharsMax - 1}})[ \t]{0,8}\}`,
  'gu',
)

/** What an empty slot looks like. Every repetition is bounded, so that no text takes longer than its length. */
const emptySlots: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a line to write on', pattern: /[_\uff3f]{3}[_\uff3f]{0,200}/g },
  // A call such as clear() is none.
  { what: 'round brackets', pattern: /(?<![A-Za-z0-9_])[(\uff08][ \t\u3000]{0,40}[)\uff09]/g },
  { what: 'square brackets', pattern: /[[\u3010\u3014][ \t\u3000]{0,40}[\]\u3011\u3015]/g },
  { what: 'braces', pattern: /\{[ \t\u3000]{0,40}\}/g },
  {
    what: 'quotation marks',
    pattern: /\u201c[ \t\u3000]{0,40}\u201d|\u300c[ \t\u3000]{0,40}\u300d|""/g,
  },
  { what: 'title marks', pattern: /\u300a[ \t\u3000]{0,40}\u300b/g },
  {
    what: 'letters that stand for a name',
    pattern: /(?<![A-Za-z0-9\uff21-\uff5a])(?:[xX]{2,20}|[\uff38\uff58]{2,20})(?![A-Za-z0-9\uff21-\uff5a])/g,
  },
  { what: 'a name in angle brackets', pattern: /<\p{L}[\p{L} \u3000]{0,40}>/gu },
  {
    what: 'a word for later',
    pattern: /\b(?:tbd|tba|to be filled in)\b|待定|待补充|待填写/gi,
  },
  {
    what: 'a wide gap between words',
    pattern:
      /(?<=\p{Script=Han})(?:[ \t]{2,40}|\u3000{1,40})(?=\p{Script=Han})|(?<=\p{Script=Han})[ \t\u3000]{1,40}(?=[，。、；：！？])/gu,
  },
  {
    what: 'punctuation that follows punctuation',
    pattern: /[，、：；](?=[，。、；：！？])|, ?(?=[,;]|\.(?!\.))/g,
  },
  {
    what: 'an address without a name',
    pattern:
      /(?:尊敬的|(?<!\p{Script=Han})(?:致|由|向))[ \t\u3000]{0,10}(?=[，。：、；\n])|\bdear ?(?=[,:\n])/giu,
  },
  {
    what: 'a label without a value',
    pattern:
      /(?:客户名称|客户|姓名|联系人|日期|电话|编号|序列号|版本|\b(?:name|date|customer|number|phone))[:：][ \t\u3000]{0,40}(?=\n[ \t]{0,40}(?:\n|$)|\n[^\n:：]{1,20}[:：]|$)/giu,
  },
]

/** Every hole of a text, in its order. Linear. */
export function lintText(text: string, values: ArtefactValues): readonly TextComplaint[] {
  const slots = emptySlots.flatMap(({ pattern }) =>
    [...text.matchAll(pattern)].map((found): TextComplaint => ({
      kind: 'empty-slot',
      from: found.index,
      to: found.index + found[0].length,
      text: found[0],
    })),
  )
  return [...slots, ...lintVariables(text, values)].toSorted((a, b) => a.from - b.from || a.to - b.to)
}

function lintVariables(text: string, values: ArtefactValues): TextComplaint[] {
  return [...text.matchAll(variable)].flatMap((found): TextComplaint[] => {
    const name = found[1] ?? ''
    const at = { from: found.index, to: found.index + found[0].length, text: found[0] }
    if (!isVariable(name)) return [{ kind: 'unknown-variable', ...at }]
    return values[name].trim() === '' ? [{ kind: 'variable-without-value', ...at }] : []
  })
}

function isVariable(name: string): name is ArtefactVariable {
  return (artefactVariables as readonly string[]).includes(name)
}
