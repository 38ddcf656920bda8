// What stands against a draft: gaps, words of inner messages, people of another audience. spec: case §10 to §12
import {
  artefactVariables,
  formatComplaints,
  lintArtefact,
  lintDraft,
  lintText,
  parseMessageId,
  refuseByRecipients,
  type Artefact,
  type ArtefactValues,
  type CaseAudience,
  type OutboundDraft,
  type Recipient,
  type Wall,
  type WallMessage,
} from '@holdfast/desk'
import type { CustomerId, Refusal } from '@holdfast/lease'
import type { DeskReader, MessageRecord, Reader } from '@holdfast/store'
import type { DeskMail } from '../desk-tools.ts'
import type { CaseDraft, DraftCheck } from './case-entries.ts'
import { listWhole } from '../list-whole.ts'
import type { GatheredCase } from './gather-case.ts'

export type Written = Pick<CaseDraft, 'audience' | 'artefact' | 'subject' | 'text' | 'to' | 'cc'>

export type CheckedDraft = {
  readonly kind: 'checked'
  readonly check: DraftCheck
  readonly outbound: OutboundDraft
  readonly wall: Wall
}

/** Messages of a case, also those that wait for a person: their words are walled off like the others'. */
export async function listCorrespondence(
  read: Pick<DeskReader, 'listMessages'>,
  gathered: GatheredCase,
): Promise<readonly MessageRecord[]> {
  return await listWhole((page) => read.listMessages({ case: gathered.record.id, withHeld: true }, page))
}

/** Refuses INPUT_INVALID for a draft that is too long for the check. */
export async function checkDraft(
  read: Pick<DeskReader, 'gatherThreading'>,
  written: Written,
  about: {
    readonly gathered: GatheredCase
    readonly messages: readonly MessageRecord[]
    readonly values: ArtefactValues
    readonly mail: DeskMail | null
  },
): Promise<CheckedDraft | Refusal<'INPUT_INVALID'>> {
  const { gathered, messages, values, mail } = about
  const wall = wallOf(gathered, messages, { audience: written.audience, mail })
  const recipients = await listRecipients(read, written, gathered, messages)
  const outbound: OutboundDraft = {
    audience: written.audience,
    subject: written.subject,
    text: written.text,
    recipients,
    gaps: listGaps(written.artefact, written.text, values),
    artefact: written.artefact?.kind ?? null,
  }
  const lint = lintDraft(outbound, wall)
  if (lint.kind === 'refused') return lint
  const strangers = refuseByRecipients(written.audience, recipients)
  const check: DraftCheck = {
    gaps: outbound.gaps,
    passages: lint.complaints.map((each) => {
      const { part, from, to } = each.draft
      return { kind: each.kind, part, from, to, source: each.kind === 'quotes' ? each.message : null }
    }),
    recipients:
      strangers === null
        ? null
        : {
            audiences: strangers.facts['audiences'] as readonly string[],
            unknown: Number(strangers.facts['unknown'] ?? 0),
          },
  }
  return { kind: 'checked', check, outbound, wall }
}

/** Gaps of the artefact's parts, and variables that are left in the text as it would leave. */
function listGaps(artefact: Artefact | null, text: string, values: ArtefactValues): readonly string[] {
  if (artefact === null)
    return formatComplaints(lintText(text, values).map((each) => ({ path: 'text', ...each })))
  const left = lintText(text, values).filter(({ kind }) => kind === 'variable-without-value')
  const parts = lintArtefact(artefact, values)
  return [...new Set(formatComplaints([...parts, ...left.map((each) => ({ path: 'text', ...each }))]))]
}

/** Variables of a text that somebody wrote by hand; what has no value stays, and the check names it. */
export function fillVariables(text: string, values: ArtefactValues): string {
  let filled = text
  for (const name of artefactVariables)
    if (values[name].trim() !== '') filled = filled.replaceAll(`{${name}}`, values[name])
  return filled
}

function wallOf(
  gathered: GatheredCase,
  messages: readonly MessageRecord[],
  { audience, mail }: { readonly audience: CaseAudience; readonly mail: DeskMail | null },
): Wall {
  const { record } = gathered
  const isOuter = (message: MessageRecord) => message.audience === audience
  const namesOf = (chosen: readonly MessageRecord[]) => [
    ...new Set(chosen.flatMap(({ people }) => people.map(({ name }) => name)).filter((name) => name !== '')),
  ]
  const outerNames = namesOf(messages.filter(isOuter))
  const domains = mail === null ? [] : [mail.messageIdDomain]
  return {
    messages: [...messages, ...innerEntries(gathered)],
    innerNames: namesOf(
      messages.filter((message) => !isOuter(message) && message.audience !== 'customer'),
    ).filter((name) => !outerNames.includes(name)),
    innerTokens: messages.flatMap((message) => {
      const token =
        isOuter(message) || message.messageId === null ? null : parseMessageId(message.messageId, domains)
      return token === null ? [] : [token]
    }),
    outerNames,
    boilerplate: [record.title, record.subject].filter((text) => text !== ''),
    cleared: [],
  }
}

/** Notes, and what was asked and said without the customer, are walled off as inner messages are. */
function innerEntries({ notes, requests, calls, drafts }: GatheredCase): readonly WallMessage[] {
  const inner = (id: string, text: string): WallMessage => ({ id, audience: 'internal', subject: '', text })
  const isInner = (...parties: readonly string[]) => !parties.includes('customer')
  return [
    ...notes.map(({ id, text }) => inner(id, text)),
    ...requests
      .filter(({ asker, addressee }) => isInner(asker.party, addressee.party))
      .map(({ id, question, answers }) =>
        inner(id, [question, ...answers.map(({ text }) => text)].join('\n')),
      ),
    ...calls
      .filter(({ parties }) => isInner(...parties.map(({ party }) => party)))
      .map(({ id, said, agreed }) => inner(id, [said, ...agreed].join('\n'))),
    ...drafts
      .filter(({ audience, state }) => state === 'open' && audience !== 'customer')
      .map(({ id, audience, subject, text }): WallMessage => ({ id, audience, subject, text })),
  ]
}

/**
 * In which audiences each recipient takes part: those of the messages of this case in whose head they stand; else their
 * organisation's. The vendor's own people may be addressed anywhere.
 */
async function listRecipients(
  read: Pick<DeskReader, 'gatherThreading'>,
  { to, cc }: Pick<Written, 'to' | 'cc'>,
  { record }: GatheredCase,
  messages: readonly MessageRecord[],
): Promise<readonly Recipient[]> {
  const addresses = [...new Set([...to, ...cc])]
  if (addresses.length === 0) return []
  const domains = [...new Set(addresses.map(domainOf))]
  const nothing = { messageIds: [], numbers: [], tokens: [], identities: [] }
  const known = await read.gatherThreading({ ...nothing, addresses, domains })
  return addresses.map((address) => {
    const person = known.persons.get(address)
    if (person?.side === 'vendor')
      return { address, audiences: ['customer', 'internal', 'rnd', 'upstream'] satisfies CaseAudience[] }
    const met = messages
      .filter(({ held, people }) => held === null && people.some((one) => one.address === address))
      .map(({ audience }) => audience)
      .filter((audience) => audience !== 'unknown')
    const organisation = person?.customer ?? known.domains.get(domainOf(address)) ?? null
    const own: CaseAudience[] = [
      ...(isSame(organisation, record.customer) ? (['customer'] as const) : []),
      ...(person?.side === 'upstream' ? (['upstream'] as const) : []),
    ]
    return { address, audiences: [...new Set([...met, ...own])] }
  })
}

function isSame(organisation: CustomerId | null, customer: CustomerId | null): boolean {
  return organisation !== null && organisation === customer
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

/** What variables stand for in a case; the owner signs. */
export async function findValues(
  read: Pick<Reader, 'findCustomer'>,
  { record }: GatheredCase,
  about: { readonly contact: string; readonly mail: DeskMail | null },
): Promise<ArtefactValues> {
  const customer = record.customer === null ? null : await read.findCustomer(record.customer)
  return {
    case: record.number,
    title: record.title,
    customer: customer?.name ?? '',
    contact: about.contact,
    owner: record.owner ?? about.mail?.from.name ?? '',
    product: record.product ?? '',
    release: '',
  }
}
