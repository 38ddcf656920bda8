// Rows of the desk, as docs/spec/desk-books.md says.

export type SequenceRow = {
  name: string
  value: number
}

export type CustomerDomainRow = {
  domain: string
  customer: string
  added_at: number
  added_by: string
}

export type PersonRow = {
  id: string
  customer: string | null
  side: string
  name: string
  roles: string
  version: number
  created_at: number
  changed_at: number
  erased_at: number | null
}

export type PersonContactRow = {
  person: string
  kind: string
  value: string
  written: string
}

export type CaseRow = {
  id: string
  running: number
  number: string
  token: string
  subject: string
  title: string
  customer: string | null
  product: string | null
  severity: string | null
  owner: string | null
  queue: string | null
  state: string
  state_at: number
  state_facts: string
  waits_on: string | null
  due_at: number | null
  imported: number
  may_send: number
  merged_into: string | null
  events: number
  version: number
  created_at: number
  changed_at: number
}

export type CaseDeadlineRow = {
  case_id: string
  look_at: number | null
  due_at: number | null
  told: string | null
}

export type CaseWatcherRow = {
  case_id: string
  who: string
}

export type CaseLinkRow = {
  case_id: string
  kind: string
  value: string
  certainty: string
  message: string | null
  actor: string
  at: number
}

export type CaseEventRow = {
  case_id: string
  place: number
  kind: string
  at: number
  actor: string
  version: number
  facts: string
  words: string | null
}

export type CaseMoveRow = {
  id: string
  kind: string
  from_case: string
  to_case: string
  at: number
  actor: string
  undone_at: number | null
  undone_by: string | null
}

export type MovedRow = {
  move: string
  place: number
  kind: string
  subject: string
  from_case: string
}

export type CaseItemRow = {
  id: string
  case_id: string
  kind: string
  state: string
  owner: string | null
  due_at: number | null
  message: string | null
  made_at: number
  made_by: string
  changed_at: number
  closed_at: number | null
  version: number
  body: string
}

export type ProposalRow = {
  id: string
  case_id: string
  kind: string
  cause: string
  state: string
  state_at: number | null
  state_by: string | null
  state_reason: string | null
  made_at: number
  evidence: string
  text: string
}

export type ContentKeyRow = {
  id: string
  sealed: Uint8Array
  ring: string
  made_at: number
  destroyed_at: number | null
}

export type SealedBytesRow = {
  content_key: string
  place: number
  size: number
  hash: string
  bytes: Uint8Array
}

export type CaseMessageRow = {
  id: string
  case_id: string
  first_case: string
  direction: string
  audience: string
  audience_certainty: string
  side: string
  side_certainty: string
  identity: string
  message_id: string | null
  message_key: string | null
  in_reply_to: string
  refs: string
  sent_written: string
  sent_at: number | null
  sent_offset: number | null
  received_at: number
  ordered_at: number
  place: number
  parsed: number
  parser: number
  has_html: number
  automaton: string
  authentication: string
  flags: string
  verdict: string
  because: string
  held: string | null
  content_key: string | null
  body_hash: string
  raw_hash: string | null
  raw_bytes: number | null
  erased_at: number | null
  subject: string
  text: string
}

export type MessagePersonRow = {
  message: string
  role: string
  place: number
  person: string | null
  address: string
  address_key: string
  name: string
  case_id: string
  held: number
}

export type AttachmentRow = {
  message: string
  place: number
  name: string
  media_type: string
  role: string
  size: number | null
  hash: string | null
  content_id: string | null
  bytes_in: string
}

export type FoundItemRow = {
  message: string
  place: number
  kind: string
  value: string
  from_at: number
  to_at: number
}

export type MessageReferenceRow = {
  reference_key: string
  message: string
}

export type MailboxRow = {
  name: string
  state: string
  state_at: number
  error: string | null
  uidvalidity: number | null
  uidnext: number | null
  changed_at: number
}

export type IntakeRow = {
  id: string
  mailbox: string
  door: string
  door_key: string | null
  envelope: string | null
  received_at: number
  place: number
  raw_hash: string
  raw_bytes: number
  state: string
  reason: string | null
  due: number
  attempts: number
  claimed_by: string | null
  message: string | null
  done_at: number | null
}

export type OutgoingRow = {
  id: string
  case_id: string
  message: string
  audience: string
  envelope: string | null
  state: string
  due: number
  attempts: number
  claimed_by: string | null
  dot_at: number | null
  error: string | null
  queued_at: number
  place: number
  settled_at: number | null
  repaired_by: string | null
}

export type AutomaticMailRow = {
  id: string
  address: string
  domain: string
  case_id: string | null
  at: number
}

export type SearchEntryRow = {
  number: number
  kind: string
  subject: string
  part: number
  parts: number
  message: string | null
  case_id: string | null
  audience: string
  at: number
  title: string
}

export type DeskTables = {
  sequences: SequenceRow
  customer_domains: CustomerDomainRow
  persons: PersonRow
  person_contacts: PersonContactRow
  cases: CaseRow
  case_deadlines: CaseDeadlineRow
  case_watchers: CaseWatcherRow
  case_links: CaseLinkRow
  case_events: CaseEventRow
  case_moves: CaseMoveRow
  case_move_rows: MovedRow
  case_items: CaseItemRow
  proposals: ProposalRow
  content_keys: ContentKeyRow
  sealed_bytes: SealedBytesRow
  case_messages: CaseMessageRow
  message_people: MessagePersonRow
  attachments: AttachmentRow
  found_items: FoundItemRow
  message_references: MessageReferenceRow
  mailboxes: MailboxRow
  mail_intake: IntakeRow
  outgoing_mails: OutgoingRow
  automatic_mails: AutomaticMailRow
  search_entries: SearchEntryRow
}
