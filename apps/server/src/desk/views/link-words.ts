// The words that led to a link, as they may be shown. spec: case §4
import type { CaseMessageId } from '@holdfast/lease'
import type { CaseLink, DeskReader, FoundItem, MessageTexts } from '@holdfast/store'
import { spelledSerial } from '../work/named-links.ts'
import { evidenceCharsMax } from './evidence-wire.ts'
import type { Veil } from './veil.ts'

/** Messages of one case whose texts are read for the words of its links. */
export const linkMessagesMax = 50

type Place = { readonly from: number; readonly to: number }

/** Of each link its words; null where no message named it, or nobody knows where. */
export async function findLinkWords(
  read: Pick<DeskReader, 'listFound' | 'listTexts'>,
  links: readonly CaseLink[],
  veil: Pick<Veil, 'line'>,
): Promise<(link: CaseLink) => string | null> {
  const named = new Set(links.flatMap(({ message }) => message ?? []))
  const ids: readonly CaseMessageId[] = [...named].slice(0, linkMessagesMax)
  const found = await read.listFound(ids)
  const texts = await read.listTexts(ids)
  return (link) => {
    const text = link.message === null ? undefined : texts.get(link.message)
    const items = link.message === null ? [] : (found.get(link.message) ?? [])
    const item = items.find((one) => one.kind === link.kind && valueOf(one) === link.value)
    if (text === undefined || item === undefined) return null
    const words = wordsOf(text, item).slice(0, evidenceCharsMax)
    return words.trim() === '' ? null : veil.line(words)
  }
}

function valueOf({ kind, value }: FoundItem): string | null {
  const told = (value as { readonly value?: unknown } | null)?.value
  if (typeof told !== 'string' && typeof told !== 'number') return null
  return kind === 'serial' ? spelledSerial(String(told)) : String(told)
}

function wordsOf({ subject, text }: MessageTexts, { value, from, to }: FoundItem): string {
  const { subject: place } = value as { readonly subject?: Place }
  return place === undefined ? text.slice(from, to) : subject.slice(place.from, place.to)
}
