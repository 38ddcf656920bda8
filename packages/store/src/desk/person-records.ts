// Persons of the desk, what is exported of them, and what remains of them. spec: desk-books §2, §7
import type { Instant } from '@holdfast/capabilities'
import type { CaseId, CaseItemId, CaseMessageId, CustomerId, PersonId, ProposalId } from '@holdfast/lease'
import type { DeskFacts, MessagePerson, MessageRecord, MessageSide } from './desk-records.ts'

/** `value` is what is compared: an address in lower case, digits of a number. */
export type PersonContact = {
  readonly kind: 'mail' | 'phone'
  readonly value: string
  readonly written: string
}

export type PersonRecord = {
  readonly id: PersonId
  readonly customer: CustomerId | null
  readonly side: MessageSide
  readonly name: string
  readonly roles: readonly string[]
  readonly contacts: readonly PersonContact[]
  readonly version: number
  readonly createdAt: Instant
  readonly changedAt: Instant
  readonly erasedAt: Instant | null
}
export type NewPerson = Omit<PersonRecord, 'version' | 'createdAt' | 'changedAt' | 'erasedAt'>
/** `contacts` replaces all of them. */
export type PersonChange = Partial<Omit<NewPerson, 'id'>>

export type CustomerDomain = { readonly domain: string; readonly customer: CustomerId }

/** A message that the person wrote or got, and what the person stood for in it. */
export type PersonTrace = {
  readonly message: MessageRecord
  readonly as: readonly MessagePerson['role'][]
}

/** Texts without what named the person: as long as before, character for character. */
export type Redactions = {
  readonly messages: readonly {
    readonly id: CaseMessageId
    readonly subject: string
    readonly text: string
  }[]
  readonly items: readonly { readonly id: CaseItemId; readonly body: DeskFacts }[]
  readonly proposals: readonly {
    readonly id: ProposalId
    readonly text: string
    /** Why somebody accepted or rejected it; left out: it stays. */
    readonly reason?: string
  }[]
  /** `facts` of its state: scope, plan, result and reason are words of people too. */
  readonly cases: readonly {
    readonly id: CaseId
    readonly subject: string
    readonly title: string
    readonly facts: DeskFacts
  }[]
  /** Words of the timelines; those of the cases above that are not handed in are removed. */
  readonly events?: readonly { readonly case: CaseId; readonly place: number; readonly words: DeskFacts }[]
}

export type ErasedPerson = {
  readonly kind: 'erased'
  readonly person: PersonId
  readonly messages: readonly CaseMessageId[]
}
