// A mail and its verdict as a message of the books. spec: desk-books §4
import type { MatchVerdict } from '@holdfast/desk'
import type { CaseId, CaseMessageId } from '@holdfast/lease'
import type { ParsedMail } from '@holdfast/mail'
import type { DeskFacts, JudgedCertainty, MessagePerson, MessageSide, NewMessage } from '@holdfast/store'
import type { ReadMail } from './reading/read-intake.ts'
import { subjectCharactersMax } from './reading/take-apart.ts'

/** The reader that takes mails apart; a better one gets the next number and reads again what this one could not. */
export const mailParser = 1
/** People of each role that a message keeps. */
export const rolePeopleMax = 200
export const addressCharactersMax = 320

/** Verdicts that make a message. */
export type PlacedVerdict = Extract<MatchVerdict, { readonly kind: 'joins' | 'reopens' | 'asks' | 'begins' }>

export function messageOfMail(
  read: ReadMail,
  verdict: PlacedVerdict,
  made: {
    readonly id: CaseMessageId
    readonly case: CaseId
    readonly people: readonly MessagePerson[]
  },
): NewMessage {
  const { mail, clues, intake } = read
  const [side, sideCertainty] = sideOf(verdict)
  return {
    id: made.id,
    case: made.case,
    direction: 'in',
    audience: verdict.audience,
    audienceCertainty: audienceCertaintyOf(verdict),
    ...{ side, sideCertainty },
    identity: read.identity,
    bodyHash: clues.bodyHash,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    sent: {
      written: mail.date?.written ?? '',
      moment: mail.date?.moment ?? null,
      offsetMinutes: mail.date?.offsetMinutes ?? null,
    },
    receivedAt: intake.receivedAt,
    orderedAt: intake.receivedAt,
    place: intake.place,
    ...{ parsed: true, parser: mailParser, hasHtml: mail.html !== null },
    automaton: { ...mail.automaton },
    authentication: read.authentication === null ? null : { ...read.authentication },
    flags: mail.flags,
    verdict: verdictFacts(verdict),
    because: [],
    held: verdict.held === null ? null : 'pending-sender',
    subject: mail.subject.slice(0, subjectCharactersMax),
    text: mail.text,
    people: made.people,
    attachments: mail.attachments.map(({ name, mediaType, role, bytes, hash, contentId }) => ({
      ...{ name, mediaType, role, hash, contentId },
      size: bytes.length,
      bytesIn: 'raw',
    })),
    found: read.found,
    raw: { kind: 'intake', intake: intake.id },
  }
}

/** Rules and ids alone: no words of the mail, no addresses. */
function verdictFacts(verdict: PlacedVerdict): DeskFacts {
  const { kind, rule, standing, held, evidence, doubts, runnerUp } = verdict
  return {
    ...{ kind, rule, standing, held },
    evidence: evidence.map(({ where }) => where),
    doubts: doubts.map((doubt) => doubt.kind),
    runnerUp:
      runnerUp === null ? null : { rule: runnerUp.rule, case: runnerUp.case, disagrees: runnerUp.disagrees },
    ...(verdict.kind === 'begins' ? { linked: verdict.linked } : { redirectedFrom: verdict.redirectedFrom }),
  }
}

function sideOf({ standing, audience }: PlacedVerdict): readonly [MessageSide, JudgedCertainty] {
  if (standing === 'staff') return ['vendor', 'certain']
  if (standing !== 'participant' && standing !== 'organisation') return ['unknown', 'open']
  return [
    audience === 'upstream' ? 'upstream' : 'customer',
    standing === 'organisation' ? 'certain' : 'likely',
  ]
}

function audienceCertaintyOf({ audience, rule }: PlacedVerdict): JudgedCertainty {
  if (audience === 'unknown') return 'open'
  return rule === 'reply-token' || rule === 'bounce' ? 'certain' : 'likely'
}

/** In the order of the head, each role and address once, in lower case. */
export function listPeople(mail: ParsedMail): readonly Omit<MessagePerson, 'person'>[] {
  const roles = [
    ['from', mail.from],
    ['sender', mail.sender === null ? [] : [mail.sender]],
    ['reply-to', mail.replyTo],
    ['to', mail.to],
    ['cc', mail.cc],
  ] as const
  return roles.flatMap(([role, people]) => {
    const unique = new Map(
      people.slice(0, rolePeopleMax).map(({ name, address }) => {
        const written = address.trim().toLowerCase()
        return [written, { role, name: name.slice(0, subjectCharactersMax), address: written }] as const
      }),
    )
    return [...unique.values()].filter(({ address }) => address.length <= addressCharactersMax)
  })
}
