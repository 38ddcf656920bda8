// What is played on a modelled device, as options give it.
import { parseInstant } from '@holdfast/capabilities'
import { parseDuration, type Deed, type GivenScript, type Step } from '@holdfast/fleet'
import { textOf, textsOf, type Options, type OptionSpec, type Words } from './command.ts'

export const scriptOptions: readonly OptionSpec[] = [
  {
    flags: '--granted <duration>',
    summary: { en: 'the term: 150000d, 12h, or perpetual', zh: '授予的期限：150000d、12h 或 perpetual' },
  },
  {
    flags: '--activated <moment>',
    summary: {
      en: 'when it is activated: 2018-09-19 (midnight UTC) or 2018-09-19T02:20:51Z',
      zh: '激活时刻：2018-09-19（UTC 零点）或 2018-09-19T02:20:51Z',
    },
  },
  {
    flags: '--upgrade <release@moment>',
    summary: { en: 'an upgrade; may be given again', zh: '升级；可多次指定' },
    repeated: true,
  },
  {
    flags: '--action <action@moment>',
    summary: { en: 'what a person tries; may be given again', zh: '人工操作；可多次指定' },
    repeated: true,
  },
  {
    flags: '--event <event@moment>',
    summary: { en: 'host-lost or host-back; may be given again', zh: 'host-lost 或 host-back；可多次指定' },
    repeated: true,
  },
  {
    flags: '--observe <moment>',
    summary: {
      en: 'what the status command prints then; may be given again',
      zh: '该时刻状态命令的输出；可多次指定',
    },
    repeated: true,
  },
  { flags: '--until <moment>', summary: { en: 'where the run ends', zh: '模拟的结束时刻' } },
]

export type ReadScript =
  | { readonly kind: 'given'; readonly given: GivenScript }
  | { readonly kind: 'wrong'; readonly message: Words }

/** Steps of one moment are played in the order upgrade, action, event, observe. */
export function readScriptOptions(options: Options): ReadScript {
  const granted = textOf(options, 'granted')
  const grantedSeconds = granted === undefined || granted === 'perpetual' ? granted : parseDuration(granted)
  if (grantedSeconds === null) return wrong('--granted', granted ?? '', '150000d, 12h, perpetual')
  const moments: { activatedAt?: Step['at']; until?: Step['at'] } = {}
  for (const [name, member] of [
    ['activated', 'activatedAt'],
    ['until', 'until'],
  ] as const) {
    const text = textOf(options, name)
    if (text === undefined) continue
    const moment = parseMoment(text)
    if (moment === null) return wrong(`--${name}`, text, momentExample)
    moments[member] = moment
  }
  const steps: Step[] = []
  for (const name of ['upgrade', 'action', 'event', 'observe'] as const)
    for (const text of textsOf(options, name)) {
      const step = parseStep(name, text)
      if (step === null) return wrong(`--${name}`, text, stepExamples[name])
      steps.push(step)
    }
  return {
    kind: 'given',
    given: { ...(grantedSeconds === undefined ? {} : { granted: grantedSeconds }), ...moments, steps },
  }
}

const momentExample = '2018-11-27, 2018-11-27T09:40:03Z'
const stepExamples = {
  upgrade: 'V0-H@2018-11-27',
  action: 'clear@2021-01-15T03:20:51Z',
  event: 'host-lost@2026-08-29, host-back@2027-04-26',
  observe: momentExample,
}

function parseStep(name: keyof typeof stepExamples, text: string): Step | null {
  if (name === 'observe') {
    const at = parseMoment(text)
    return at === null ? null : { at, deed: { kind: 'observe' } }
  }
  const cut = text.lastIndexOf('@')
  const at = cut < 1 ? null : parseMoment(text.slice(cut + 1))
  const deed = parseDeed(name, text.slice(0, Math.max(cut, 0)))
  return at === null || deed === null ? null : { at, deed }
}

function parseDeed(name: 'upgrade' | 'action' | 'event', word: string): Deed | null {
  if (name === 'upgrade') return { kind: 'upgrade', release: word }
  if (name === 'action') return { kind: 'action', action: word }
  return word === 'host-lost' || word === 'host-back' ? { kind: 'event', event: word } : null
}

function parseMoment(text: string): Step['at'] | null {
  return parseInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text)
}

function wrong(flag: string, text: string, examples: string): ReadScript {
  const given = text.slice(0, 40)
  return {
    kind: 'wrong',
    message: {
      en: `${flag} "${given}" cannot be read; it looks like ${examples}`,
      zh: `无法识别 ${flag} “${given}”，应为 ${examples} 的形式`,
    },
  }
}
