// Which files together are one case. spec: case-import §1
import { parseSubject, type SourceThread } from '@holdfast/desk'
import type { Refusal } from '@holdfast/lease'
import type { ParsedMail } from '@holdfast/mail'
import { threadWithin, type ThreadSource } from './thread-source.ts'

export type NamedSource = { readonly file: string; readonly source: ThreadSource | Refusal }
export type SourceGroup = { readonly files: readonly string[]; readonly thread: SourceThread | Refusal }

/**
 * Files of mails are one case where their mails name each other, or their subjects the same number or token. An export is a
 * case by itself. In the order of each case's first file.
 */
export function groupSources(sources: readonly NamedSource[]): SourceGroup[] {
  const groups: {
    readonly files: string[]
    readonly mails: ParsedMail[]
    thread: SourceGroup['thread'] | null
  }[] = []
  const roots = joinPlaces(sources.map(({ source }) => (source.kind === 'mails' ? keysOf(source.mails) : [])))
  const byRoot = new Map<number, (typeof groups)[number]>()
  for (const [place, { file, source }] of sources.entries()) {
    const root = roots[place] ?? place
    const known = byRoot.get(root)
    const group = known ?? { files: [], mails: [], thread: null }
    if (known === undefined) {
      byRoot.set(root, group)
      groups.push(group)
    }
    group.files.push(file)
    if (source.kind === 'mails') group.mails.push(...source.mails)
    else group.thread = source
  }
  return groups.map(({ files, mails, thread }) => ({
    files,
    thread: thread ?? threadWithin(mails),
  }))
}

function keysOf(mails: readonly ParsedMail[]): string[] {
  return mails.flatMap(({ messageId, inReplyTo, references, subject }) => {
    const { number, token } = parseSubject(subject)
    return [
      ...[...(messageId === null ? [] : [messageId]), ...inReplyTo, ...references].map((id) => `mail ${id}`),
      ...(number === null ? [] : [`number ${number.toLowerCase()}`]),
      ...(token === null ? [] : [`token ${token.toLowerCase()}`]),
    ]
  })
}

/** For each place the first one that shares a key with it, over any number of steps. */
function joinPlaces(keys: readonly (readonly string[])[]): number[] {
  const parents = keys.map((_, place) => place)
  const rootOf = (place: number): number => {
    let at = place
    for (let next = parents[at] ?? at; next !== at; next = parents[at] ?? at) {
      parents[at] = parents[next] ?? next
      at = next
    }
    return at
  }
  const first = new Map<string, number>()
  for (const [place, own] of keys.entries())
    for (const key of own) {
      const other = first.get(key)
      if (other === undefined) first.set(key, place)
      else {
        const [one, two] = [rootOf(other), rootOf(place)]
        parents[Math.max(one, two)] = Math.min(one, two)
      }
    }
  return keys.map((_, place) => rootOf(place))
}
