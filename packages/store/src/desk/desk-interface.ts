// The desk as the server reads and writes it: docs/spec/desk-books.md.
import type { Instant } from '@holdfast/capabilities'
import type { CaseOutlook, CaseWarning } from '@holdfast/desk'
import type {
  CaseId,
  CaseItemId,
  CaseMessageId,
  CaseMoveId,
  CustomerId,
  Name,
  OrderId,
  PersonId,
  ProposalId,
  Refusal,
  Thumbprint,
} from '@holdfast/lease'
import type { ObservedDevice } from '@holdfast/fleet'
import type { DeviceRecord, Order } from '@holdfast/licensing'
import type { ListedOrRefused, Page } from '../listed.ts'
import type {
  AddedMessage,
  AttachmentRecord,
  CaseDeadline,
  CaseChange,
  CaseEvent,
  CaseItem,
  CaseLink,
  CaseMove,
  CasePersonRow,
  CaseRecord,
  CaseStateWord,
  DeskFacts,
  FoundItem,
  ItemChange,
  LinkCertainty,
  LinkKind,
  MessageAudience,
  MessageHead,
  MessageRecord,
  ProposedLink,
  NewAttachment,
  NewCase,
  NewItem,
  NewMessage,
  NewProposal,
  OpenedBytes,
  ProposalRecord,
} from './desk-records.ts'
import type { MailReads, MailWrites } from './mail-interface.ts'
import type {
  CustomerDomain,
  ErasedPerson,
  NewPerson,
  PersonChange,
  PersonTrace,
  PersonRecord,
  Redactions,
} from './person-records.ts'
import type { ThreadingKeys, ThreadingFacts } from './threading-records.ts'
import type { SearchEntry, SearchFilter, SearchHit, SearchSubject, SearchTerm } from './search-records.ts'

/** A case whose look has come, and what its deadlines follow from. */
export type WatchedCase = {
  readonly case: CaseRecord
  /** Its events of kind `state`, from the first. */
  readonly states: readonly CaseEvent[]
  /** Open, with a moment. */
  readonly items: readonly CaseItem[]
  /** null: of books that told nothing yet; what is late by then is no news. */
  readonly told: readonly CaseWarning[] | null
}
export type CaseLook = CaseOutlook & {
  readonly case: CaseRecord
  readonly untold: readonly CaseWarning[]
}

/** Those that fit all that is given. */
export type CaseFilter = {
  readonly state?: CaseStateWord
  readonly owner?: string
  readonly queue?: string
  readonly customer?: CustomerId
  readonly product?: Name
}

/** Numbers as the books would have them. */
export type ReferenceKeys = {
  readonly orders: readonly string[]
  readonly serials: readonly string[]
  readonly devices: readonly string[]
}
/** Those that the books have. Orders by number; devices that sit on a serial number, where they are few. */
export type KnownReferences = {
  readonly orders: ReadonlySet<string>
  readonly serials: ReadonlyMap<
    string,
    { readonly order: string | null; readonly devices: readonly string[] }
  >
  /** With the orders on whose seats they are. */
  readonly devices: ReadonlyMap<string, readonly string[]>
}

export type NamedOrder = Order & { readonly customerName: string }
/** Devices that captures name, with those of ours among them. */
export type NamedDevices = {
  readonly observed: readonly ObservedDevice[]
  readonly devices: ReadonlyMap<Thumbprint, DeviceRecord>
}
export type LinkedCase = {
  readonly link: { readonly kind: LinkKind; readonly value: string }
  readonly case: CaseId
  readonly number: string
  readonly certainty: Exclude<LinkCertainty, 'rejected'>
}

export type MessageTexts = Pick<MessageHead, 'subject' | 'text'>

export type DeskReader = MailReads &
  NumberReads & {
    /** A case that was merged away says where it went; what lies in it is there. */
    findCase(id: CaseId): Promise<CaseRecord | null>
    findCaseByNumber(number: string): Promise<CaseRecord | null>
    findCaseByToken(token: string): Promise<CaseRecord | null>
    /** The newest change first; cases that were merged away are left out. */
    listCases(filter: CaseFilter, page: Page): Promise<ListedOrRefused<CaseRecord>>
    /** Cases in which something is still to be done by a moment, the earliest first; those that are late lead. */
    listCaseDeadlines(page: Page): Promise<ListedOrRefused<CaseDeadline>>
    /** When the next case is to be looked at; null: time alone changes nothing. */
    findNextLook(): Promise<Instant | null>
    /** From the first. */
    listCaseEvents(id: CaseId, page: Page): Promise<ListedOrRefused<CaseEvent>>
    listCaseLinks(id: CaseId): Promise<readonly CaseLink[]>
    /** Those that a person said it waits for, where they are now; none is itself. */
    listBlockingCases(id: CaseId): Promise<readonly CaseRecord[]>
    listWatchers(id: CaseId): Promise<readonly string[]>
    /** By id. */
    listCasesOfLink(
      link: { readonly kind: LinkKind; readonly value: string },
      page: Page,
    ): Promise<ListedOrRefused<CaseRecord>>
    /** Newest first, at most `pageRowsMax`. */
    listCaseMoves(id: CaseId): Promise<readonly CaseMove[]>

    findMessage(id: CaseMessageId): Promise<MessageRecord | null>
    /** In the order of the case. */
    listMessages(
      filter: {
        readonly case: CaseId
        readonly audiences?: readonly MessageAudience[]
        /** Also those that wait for a person. */
        readonly withHeld?: boolean
      },
      page: Page,
    ): Promise<ListedOrRefused<MessageRecord>>
    /** What waits for a person, or for a better reader; the oldest first. */
    listMessagesToLookAt(why: 'held' | 'unparsed', page: Page): Promise<ListedOrRefused<MessageRecord>>
    /** Everybody in the heads of the case's messages, in their order, each as written; at most `casePeopleRowsMax`. */
    listCasePeople(id: CaseId): Promise<readonly CasePersonRow[]>
    /** How many messages each audience has, without those that wait for a person. */
    countMessages(id: CaseId): Promise<ReadonlyMap<MessageAudience, number>>
    listFound(ids: readonly CaseMessageId[]): Promise<ReadonlyMap<CaseMessageId, readonly FoundItem[]>>
    /** Subjects and texts; of an erased message what is left of them. */
    listTexts(ids: readonly CaseMessageId[]): Promise<ReadonlyMap<CaseMessageId, MessageTexts>>
    openRaw(id: CaseMessageId): Promise<OpenedBytes>
    /** Bytes of an attachment that lies in no raw mail. */
    openAttachment(id: CaseMessageId, place: number): Promise<OpenedBytes>
    /** By message and place. */
    listAttachmentsByHash(
      hash: string,
      page: Page,
    ): Promise<ListedOrRefused<{ readonly message: CaseMessageId; readonly attachment: AttachmentRecord }>>

    /** Everything by which what arrived together is matched, in a constant number of statements per 256 keys. */
    gatherThreading(keys: ThreadingKeys): Promise<ThreadingFacts>
    /** What the books know of numbers that mails name, in a constant number of statements per 256 keys. */
    gatherReferences(keys: ReferenceKeys): Promise<KnownReferences>
    /** Which of these addresses took part in which of these cases; people of held messages did not. */
    listParticipants(
      pairs: readonly { readonly case: CaseId; readonly address: string }[],
    ): Promise<readonly { readonly case: CaseId; readonly address: string }[]>

    findItem(id: CaseItemId): Promise<CaseItem | null>
    /** In the order in which they were made. */
    listItems(id: CaseId, page: Page): Promise<ListedOrRefused<CaseItem>>
    /** Open ones, in the order in which they were made. */
    listItemsOfOwner(owner: string, page: Page): Promise<ListedOrRefused<CaseItem>>
    /** In the order in which they were made. */
    listProposals(
      filter: { readonly case: CaseId } | { readonly state: ProposalRecord['state']['kind'] },
      page: Page,
    ): Promise<ListedOrRefused<ProposalRecord>>

    findPerson(id: PersonId): Promise<PersonRecord | null>
    /** By id. */
    listPersons(customer: CustomerId | null, page: Page): Promise<ListedOrRefused<PersonRecord>>
    listCustomerDomains(customer: CustomerId): Promise<readonly string[]>
    /** What the person wrote or got, in the order of message ids. */
    exportPerson(id: PersonId, page: Page): Promise<ListedOrRefused<PersonTrace>>

    /** Newest in the books first; a subject once. INPUT_INVALID: a cursor of another list, or nothing to search for. */
    search(
      terms: readonly SearchTerm[],
      filter: SearchFilter,
      page: Page,
    ): Promise<ListedOrRefused<SearchHit>>
  }

/** What a search names beside what the index holds. */
type NumberReads = {
  /** With the names of their customers. */
  listNamedOrders(ids: readonly OrderId[]): Promise<ReadonlyMap<OrderId, NamedOrder>>
  /** Devices whose ids begin so, by id; `begin` in small hexadecimal digits. */
  listDevicesBeginning(begin: string, limit: number): Promise<readonly DeviceRecord[]>
  /** Devices of captures by host name, machine id or serial number. */
  listDevicesNamed(
    asked: { readonly name: string; readonly begins: boolean },
    limit: number,
  ): Promise<NamedDevices>
  /** Cases that are about these, but those where that was rejected; of each at most `linkedCasesMax`. */
  listLinkedCases(
    links: readonly { readonly kind: LinkKind; readonly value: string }[],
  ): Promise<readonly LinkedCase[]>
}

export type DeskWriter = MailWrites & {
  /** The first of `count` running numbers, taken for good when the transaction is committed. */
  drawRunningNumbers(count: number): Promise<number>
  /** ALREADY_EXISTS: a number or token that a case has or had. */
  addCases(cases: readonly NewCase[], now: Instant): Promise<AddedCases | Refusal<'ALREADY_EXISTS'>>
  /** EDIT_OUTDATED names what others changed since `version`. */
  changeCase(
    id: CaseId,
    version: number,
    change: CaseChange,
    now: Instant,
  ): Promise<CaseRecord | Refusal<'NOT_FOUND' | 'CASE_MERGED' | 'EDIT_OUTDATED' | 'INPUT_INVALID'>>
  /**
   * What mails say that cases are about. Links that are there stay as they are, rejected ones too; a case that has
   * `caseLinksMax` gets no more. The version stays: a mail does not spoil an edit.
   */
  proposeLinks(links: readonly ProposedLink[], now: Instant): Promise<void>
  /** Something for the timeline that changes none of the case's columns; facts without words of a mail. */
  recordCaseEvent(
    id: CaseId,
    event: { readonly kind: string; readonly facts: DeskFacts },
    now: Instant,
  ): Promise<CaseEvent | Refusal<'NOT_FOUND'>>

  /** Cases whose look has come, the first `limit`, locked; those that another server looks at are left out. */
  claimLooks(now: Instant, limit: number): Promise<readonly WatchedCase[]>
  /** What was found: the warnings that hold, and those of them that nobody was told of, which the timeline and webhooks are. */
  recordLooks(looks: readonly CaseLook[], now: Instant): Promise<void>
  /** Every case that may be late one day is looked at now: what was promised may be another promise. */
  lookAgain(now: Instant): Promise<void>

  /**
   * What arrived together, answered in its order. A message whose `identity` the books have is not added again. A case
   * that was merged away leads on to where it went.
   */
  addMessages(messages: readonly NewMessage[], now: Instant): Promise<AddedMessages | Refusal<'NOT_FOUND'>>
  /** A person's judgement of a message; `held` can only be lifted. */
  changeMessage(
    id: CaseMessageId,
    change: Partial<Pick<MessageHead, 'audience' | 'audienceCertainty' | 'side' | 'sideCertainty'>> & {
      readonly held?: null
    },
    now: Instant,
  ): Promise<MessageRecord | Refusal<'NOT_FOUND'>>
  /** What a better reader made of a message that could not be read wholly; of others nothing changes. */
  rereadMessage(
    id: CaseMessageId,
    reading: Pick<MessageHead, 'parsed' | 'parser' | 'subject' | 'text' | 'hasHtml' | 'flags'> & {
      readonly attachments: readonly NewAttachment[]
      readonly found: readonly FoundItem[]
    },
    now: Instant,
  ): Promise<MessageRecord | Refusal<'NOT_FOUND'>>

  /** Those that are there already are left where they are. */
  moveMessages(
    move: {
      readonly id: CaseMoveId
      readonly from: CaseId
      readonly to: CaseId
      readonly messages: readonly CaseMessageId[]
    },
    now: Instant,
  ): Promise<CaseMove | Refusal<'NOT_FOUND' | 'CASE_MERGED'>>
  mergeCases(
    merge: { readonly id: CaseMoveId; readonly from: CaseId; readonly to: CaseId },
    now: Instant,
  ): Promise<CaseMove | Refusal<'NOT_FOUND' | 'CASE_MERGED' | 'INPUT_INVALID'>>
  splitCase(
    split: {
      readonly id: CaseMoveId
      readonly from: CaseId
      readonly to: NewCase
      readonly messages: readonly CaseMessageId[]
    },
    now: Instant,
  ): Promise<CaseMove | Refusal<'NOT_FOUND' | 'CASE_MERGED' | 'ALREADY_EXISTS'>>
  /** Repeated: the move as it is. */
  undoMove(id: CaseMoveId, now: Instant): Promise<CaseMove | Refusal<'NOT_FOUND' | 'MOVE_OVERTAKEN'>>

  addItems(items: readonly NewItem[], now: Instant): Promise<readonly CaseItem[]>
  changeItem(
    id: CaseItemId,
    version: number,
    change: ItemChange,
    now: Instant,
  ): Promise<CaseItem | Refusal<'NOT_FOUND' | 'EDIT_OUTDATED'>>
  /** Those whose cause the case has already are left out, whatever became of them. Answers with what is new. */
  addProposals(proposals: readonly NewProposal[], now: Instant): Promise<readonly ProposalId[]>
  settleProposal(
    id: ProposalId,
    settled: { readonly kind: 'accepted' | 'rejected'; readonly reason: string | null },
    now: Instant,
  ): Promise<ProposalRecord | Refusal<'NOT_FOUND'>>

  /** ALREADY_EXISTS: a mail address that is somebody's. */
  addPersons(
    persons: readonly NewPerson[],
    now: Instant,
  ): Promise<readonly PersonRecord[] | Refusal<'ALREADY_EXISTS'>>
  /** An erased person is NOT_FOUND here. */
  changePerson(
    id: PersonId,
    version: number,
    change: PersonChange,
    now: Instant,
  ): Promise<PersonRecord | Refusal<'NOT_FOUND' | 'EDIT_OUTDATED' | 'ALREADY_EXISTS'>>
  /** A domain is one customer's: the newest statement holds. `customer` null: nobody's any more. */
  putCustomerDomain(
    domain: string,
    customer: CustomerId | null,
    now: Instant,
  ): Promise<CustomerDomain | null | Refusal<'NOT_FOUND'>>
  /** For good: spec: desk-books §7. What the person wrote and no redaction covers is blanked whole. Repeated: what is left is erased. */
  erasePerson(
    id: PersonId,
    redactions: Redactions,
    now: Instant,
  ): Promise<ErasedPerson | Refusal<'NOT_FOUND'>>

  /** Adds entries or replaces them; the index shows them with the commit. */
  putSearchEntries(entries: readonly SearchEntry[]): Promise<void>
  removeSearchEntries(subjects: readonly SearchSubject[]): Promise<void>
}

export type AddedCases = { readonly kind: 'added'; readonly cases: readonly CaseRecord[] }
export type AddedMessages = { readonly kind: 'added'; readonly messages: readonly AddedMessage[] }
