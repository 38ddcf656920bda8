// Cases that begin with a mail of a batch. spec: desk-books §3
import type { Entropy, Instant } from '@holdfast/capabilities'
import { cluesToLookUp, formatCaseNumber, numberKey, type MatchVerdict } from '@holdfast/desk'
import { makeCaseId, type CaseId, type CustomerId } from '@holdfast/lease'
import { linkCharsMax, type NewCase, type NewLink, type Writer } from '@holdfast/store'
import type { MatchingBatch } from './matching-batch.ts'
import type { ReadMail } from './reading/read-intake.ts'
import { subjectCharactersMax } from './reading/take-apart.ts'
import type { ReceivingSettings } from './receiving-settings.ts'

type Tools = { readonly settings: ReceivingSettings; readonly entropy: Entropy; readonly now: Instant }
/** A case that waits for its number: nobody outside can know it before the batch is committed. */
type Begun = Omit<NewCase, 'running' | 'number' | 'token'>
type Begins = Extract<MatchVerdict, { readonly kind: 'begins' }>

export class NewCases {
  readonly #tools: Tools
  readonly #begun: Begun[] = []

  constructor(tools: Tools) {
    this.#tools = tools
  }

  get count(): number {
    return this.#begun.length
  }

  /** With their numbers: drawn at last, since every other server waits for the row that gives them. */
  async draw(tx: Writer): Promise<readonly NewCase[]> {
    const { entropy, settings } = this.#tools
    if (this.#begun.length === 0) return []
    const first = await tx.drawRunningNumbers(this.#begun.length)
    return this.#begun.map((begun, at) => ({
      ...begun,
      running: first + at,
      number: formatCaseNumber(settings.numbers, first + at, entropy),
      token: formatCaseNumber(settings.tokens, first + at, entropy),
    }))
  }

  begin(read: ReadMail, verdict: Begins, books: MatchingBatch): CaseId {
    const { now, entropy, settings } = this.#tools
    const subject = read.mail.subject.slice(0, subjectCharactersMax)
    const foreign = listForeignKeys(read, settings).filter((key) => !books.byNumber.has(key))
    const begun: Begun = {
      id: makeCaseId(now, entropy),
      ...{ subject, title: subject.trim() },
      customer: organisationOf(read, books),
      ...{ product: null, severity: null, owner: null, queue: null },
      state: { kind: 'received', at: read.intake.receivedAt, waitsOn: null, facts: { source: 'mail' } },
      ...{ dueAt: null, imported: false, maySend: true, watchers: [] },
      links: [...linksOf(foreign), ...linkedCase(verdict)],
    }
    this.#begun.push(begun)
    books.addCase(begun, foreign)
    return begun.id
  }
}

/** The customer of the first sender who is of one. */
function organisationOf({ clues }: ReadMail, books: MatchingBatch): CustomerId | null {
  for (const written of clues.from) {
    const address = written.trim().toLowerCase()
    const side = books.people.get(address) ?? books.domains.get(address.slice(address.lastIndexOf('@') + 1))
    if (side?.kind === 'organisation') return side.organisation as CustomerId
  }
  return null
}

/** Numbers of other desks that the mail brings: by them the next mail of that desk is matched. */
function listForeignKeys({ clues }: ReadMail, settings: ReceivingSettings): readonly string[] {
  const own = [numberKey(settings.numbers.name, ''), numberKey(settings.tokens.name, '')]
  return cluesToLookUp(clues, settings.match).numbers.filter(
    (key) => key.length <= linkCharsMax && !own.some((start) => key.startsWith(start)),
  )
}

function linksOf(keys: readonly string[]): readonly NewLink[] {
  return keys.map((value) => ({ kind: 'foreign-number', value, certainty: 'proposed', message: null }))
}

/** The case whose reply came too late. */
function linkedCase({ linked }: Begins): readonly NewLink[] {
  return linked === null ? [] : [{ kind: 'case', value: linked, certainty: 'proposed', message: null }]
}
