// Whether a person wrote a mail, and what shows it. spec: mail §6
import {
  awayWords,
  headerRules,
  kindsInOrder,
  machineSenders,
  subjectRules,
  type AutomatonKind,
} from './automaton-rules.ts'
import { findBounce } from './find-bounce.ts'
import type { Automaton, ParsedMail } from './parsed-mail.ts'

/** What says that a mail is one that we sent. */
export type OwnMail = {
  /** Addresses from which we send. */
  readonly addresses: readonly string[]
  /** Headers that only our mails have, in lower case. */
  readonly headers: readonly string[]
}

export type MailToJudge = Omit<ParsedMail, 'automaton'>

type Sign = { readonly kind: AutomatonKind; readonly because: string }

/** UTF-16 units of a reason. */
const becauseLengthMax = 200
/** UTF-16 units at the beginning of a text in which an automaton says what it is. */
const introductionLengthMax = 4_000

/** Never asks who may be believed: what claims to be an automaton gets no automatic answer. */
export async function findAutomaton(
  mail: MailToJudge,
  own: OwnMail = { addresses: [], headers: [] },
): Promise<Automaton> {
  const signs = [
    ...signsOfOwn(mail, own),
    ...signsOfHeaders(mail),
    ...signsOfSubject(mail),
    ...signsOfSender(mail),
  ]
  const bounce = await findBounce(mail)
  if (bounce !== null && !signs.some(({ kind }) => kind === 'own')) return bounce
  const kind = kindsInOrder.find(
    (wanted) => wanted !== 'bounce' && signs.some((sign) => sign.kind === wanted),
  )
  if (kind === undefined || kind === 'bounce') return { kind: 'person' }
  const because = signs.map((sign) => sign.because)
  if (kind === 'auto-reply') {
    const away = awayWords.exec(`${mail.subject}\n${mail.text.slice(0, introductionLengthMax)}`)
    if (away !== null) return { kind: 'out-of-office', because: [...because, `text: ${away[0]}`] }
  }
  return { kind, because }
}

function signsOfOwn(mail: MailToJudge, own: OwnMail): Sign[] {
  const addresses = new Set(own.addresses.map((address) => address.toLowerCase()))
  const from = mail.from.find(({ address }) => addresses.has(address.toLowerCase()))
  const header = mail.headers.find(({ name }) => own.headers.includes(name))
  return [
    ...(from === undefined ? [] : [{ kind: 'own' as const, because: `from: ${from.address}` }]),
    ...(header === undefined ? [] : [{ kind: 'own' as const, because: sayHeader(header) }]),
  ]
}

function signsOfHeaders(mail: MailToJudge): Sign[] {
  const signs = headerRules.flatMap((rule): Sign[] => {
    const header = mail.headers.find(({ name, value }) => name === rule.header && rule.value.test(value))
    return header === undefined ? [] : [{ kind: rule.kind, because: sayHeader(header) }]
  })
  if (mail.returnPath === '') signs.push({ kind: 'machine', because: 'return-path: <>' })
  const report = mail.headers.find(
    ({ name, value }) => name === 'content-type' && /^multipart\/report\b/i.test(value),
  )
  if (report !== undefined) signs.push({ kind: 'machine', because: 'content-type: multipart/report' })
  return signs
}

function signsOfSubject(mail: MailToJudge): Sign[] {
  return subjectRules.flatMap(({ subject, kind }): Sign[] => {
    const found = subject.exec(mail.subject)
    return found === null ? [] : [{ kind, because: `subject: ${found[0].trim()}` }]
  })
}

function signsOfSender(mail: MailToJudge): Sign[] {
  const from = mail.from.find(({ address }) => machineSenders.test(address.split('@')[0] ?? ''))
  return from === undefined ? [] : [{ kind: 'machine', because: `from: ${from.address}` }]
}

function sayHeader({ name, value }: { readonly name: string; readonly value: string }): string {
  return `${name}: ${value}`.slice(0, becauseLengthMax)
}
