// Where a search found something, as it may be shown. spec: search §6
import { formatInstant } from '@holdfast/capabilities'
import type { SearchHitBody } from '@holdfast/contract'
import { findHits, type Query } from '@holdfast/desk'
import type { CaseId, CaseItemId } from '@holdfast/lease'
import type { CaseRecord, SearchHit, Store } from '@holdfast/store'
import type { Locale } from '../../http/problem.ts'
import { textOfItem, textWithSubject } from '../search-entries.ts'
import { excerptCharsMax, excerptOf } from './excerpt.ts'
import { openVeil, type Veil } from './veil.ts'

/** `words`: as somebody typed them. */
type Asked = { readonly words: string; readonly locale: Locale; readonly reveal: boolean }
type Opened = { readonly record: CaseRecord; readonly veil: Veil }

/** Views of one answer: each case's people are read once. */
export class HitViews {
  readonly #read: Store['read']
  readonly #query: Query
  readonly #asked: Asked
  readonly #cases = new Map<CaseId, Opened | null>()

  constructor(read: Store['read'], query: Query, asked: Asked) {
    this.#read = read
    this.#query = query
    this.#asked = asked
  }

  /** null: the words stand only in what may not be shown, so that nobody learns from a hit whom a case is about. */
  async show(hit: SearchHit): Promise<SearchHitBody | null> {
    const opened = hit.case === null ? null : await this.#open(hit.case)
    if (opened === null) return null
    const { record, veil } = opened
    const texts = await this.#textsOf(hit, opened)
    const found = texts
      .map((text) => ({ text, hits: findHits(text, this.#query) }))
      .find(({ hits }) => hits.length > 0)
    if (found === undefined && !(hit.kind === 'attachment' && this.#isPlain(veil))) return null
    const { text, hits } = found ?? { text: texts[0] ?? '', hits: [] }
    return {
      ...{ kind: hit.kind, subject: hit.subject, message: hit.message, case: hit.case },
      ...{ number: record.number, audience: hit.audience, at: formatInstant(hit.at) },
      title: veil.line(hit.title).slice(0, excerptCharsMax),
      ...excerptOf(text, hits),
      linked: [],
    }
  }

  /** The text of an attachment stands in the index alone: it is told where the words that were looked for name nobody. */
  #isPlain(veil: Veil): boolean {
    return veil.line(this.#asked.words) === this.#asked.words
  }

  async #open(id: CaseId): Promise<Opened | null> {
    const known = this.#cases.get(id)
    if (known !== undefined) return known
    const record = await this.#read.findCase(id)
    const veil = record === null ? null : await openVeil(this.#read, record, this.#asked)
    const opened = record === null || veil === null || veil.kind === 'refused' ? null : { record, veil }
    this.#cases.set(id, opened)
    return opened
  }

  /** What may hold the words, as it may be shown, the likelier first. */
  async #textsOf(hit: SearchHit, { record, veil }: Opened): Promise<readonly string[]> {
    if (hit.kind === 'case')
      return [veil.line([record.number, record.token, record.subject, record.title].join('\n'))]
    if (hit.kind === 'item') {
      const item = await this.#read.findItem(hit.subject as CaseItemId)
      return item === null ? [] : [veil.line(textOfItem(item))]
    }
    const message = hit.message === null ? null : await this.#read.findMessage(hit.message)
    if (message === null) return []
    if (hit.kind === 'attachment') return [veil.line(hit.title)]
    return [veil.line(message.text), veil.line(textWithSubject(message))]
  }
}
