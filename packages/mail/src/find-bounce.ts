// Reports that a mail did not arrive: of the form of RFC 3464, and of mail systems that have their own. spec: mail §6
import { charsetOfMailboxes, decodeHeader, openMailParts } from '@holdfast/intake'
import { bounceSubjects, bounceWords, delayWords, mailSystemSenders } from './automaton-rules.ts'
import { listMessageIds } from './message-ids.ts'
import type { Automaton, MailAttachment, ParsedMail } from './parsed-mail.ts'

type MailToJudge = Omit<ParsedMail, 'automaton'>
type Bounce = Extract<Automaton, { kind: 'bounce' }>

/** Recipients named in one report. */
export const bouncedRecipientsMax = 1_000
/** Units of a report without a form that are read; what was sent often follows. */
const reportLengthMax = 20_000
const reportBytesMax = 256 * 1024

/** null where the mail is no such report, or reports that all went well. */
export async function findBounce(mail: MailToJudge): Promise<Bounce | null> {
  const status = mail.attachments.find(({ mediaType }) =>
    /^message\/(?:global-)?delivery-status$/.test(mediaType),
  )
  if (status !== undefined) {
    const failed = listFailed(status)
    if (failed === null) return null
    return {
      kind: 'bounce',
      because: ['part: message/delivery-status', ...failed.because],
      about: await findAbout(mail),
      recipients: failed.recipients,
      isFinal: failed.isFinal,
    }
  }
  return findFormlessBounce(mail)
}

type Failed = Pick<Bounce, 'because' | 'recipients' | 'isFinal'>

/** Groups of fields, one for each recipient. RFC 3464 §2.3. null: every recipient got it. */
function listFailed(status: MailAttachment): Failed | null {
  const text = Buffer.from(status.bytes.subarray(0, reportBytesMax)).toString('utf8').replace(/\r\n?/g, '\n')
  const recipients = new Set<string>()
  const because = new Set<string>()
  let [isFinal, isReport] = [false, false]
  for (const group of text.split(/\n[ \t]*\n/)) {
    const field = (name: RegExp) => fieldOf(group, name)
    const recipient = field(/^(?:final|original)-recipient$/i)
    const action = field(/^action$/i)?.toLowerCase() ?? ''
    const code = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(field(/^status$/i) ?? '')?.[0] ?? ''
    if (recipient === null && action === '') continue
    if (/^(?:delivered|relayed|expanded)/.test(action)) continue
    isReport = true
    const address = addressOf(recipient ?? '')
    if (address !== null && recipients.size < bouncedRecipientsMax) recipients.add(address)
    if (action !== '' && because.size < 10) because.add(`action: ${action.slice(0, 40)}`)
    if (code !== '' && because.size < 10) because.add(`status: ${code}`)
    if (
      action.startsWith('failed')
        ? !code.startsWith('4')
        : code.startsWith('5') && !action.startsWith('delayed')
    )
      isFinal = true
  }
  return isReport ? { because: [...because], recipients: [...recipients], isFinal } : null
}

function fieldOf(group: string, name: RegExp): string | null {
  for (const line of group.split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0 && name.test(line.slice(0, colon).trim())) return line.slice(colon + 1).trim()
  }
  return null
}

function addressOf(text: string): string | null {
  return /[^\s<>;:"(),]{1,200}@[^\s<>;:"(),]{1,255}/.exec(text)?.[0]?.toLowerCase() ?? null
}

/** The Message-ID of what bounced: of the mail or headers that came back, else of a line of the text. */
async function findAbout(mail: MailToJudge): Promise<string | null> {
  const back = mail.attachments.find(
    ({ role, mediaType }) =>
      role === 'mail' || /^text\/rfc822-headers$|^message\/global-headers$/.test(mediaType),
  )
  if (back !== undefined) {
    const opened = await openMailParts(headOf(back.bytes))
    const value =
      opened.kind === 'refused'
        ? undefined
        : opened.root.headers.find(({ name }) => name === 'message-id')?.value
    const id =
      value === undefined ? undefined : listMessageIds(decodeHeader(value, charsetOfMailboxes).text)[0]
    if (id !== undefined) return id
  }
  const inText = /^[ \t>]{0,8}message-id:[ \t]{0,8}(?:\n[ \t]{1,8})?(<[^<>\n]{1,998}>)/im.exec(
    mail.text.slice(0, reportLengthMax * 2),
  )
  const id = inText === null ? undefined : listMessageIds(inText[1] ?? '')[0]
  return id ?? mail.inReplyTo[0] ?? mail.references.at(-1) ?? null
}

function headOf(bytes: Uint8Array): Uint8Array {
  const head = Buffer.from(bytes.subarray(0, reportBytesMax))
  const ends = [head.indexOf('\r\n\r\n'), head.indexOf('\n\n')].filter((at) => at >= 0)
  return ends.length === 0 ? head : head.subarray(0, Math.min(...ends) + 2)
}

/** Exchange, QQ, NetEase, qmail, exim and others: two of sender, subject, words and header must agree. */
async function findFormlessBounce(mail: MailToJudge): Promise<Bounce | null> {
  const text = mail.text.slice(0, reportLengthMax)
  const sender = mail.from.find(({ address }) => mailSystemSenders.test(address.split('@')[0] ?? ''))
  const subject = bounceSubjects.exec(mail.subject)
  const words = bounceWords.exec(text)
  const delay = delayWords.exec(`${mail.subject}\n${text}`)
  const header = mail.headers.find(({ name }) => name === 'x-failed-recipients')
  const because = [
    ...(sender === undefined ? [] : [`from: ${sender.address}`]),
    ...(mail.returnPath === '' ? ['return-path: <>'] : []),
    ...(subject === null ? [] : [`subject: ${subject[0].trim()}`]),
    ...(words === null ? [] : [`text: ${words[0]}`]),
    ...(header === undefined ? [] : [`x-failed-recipients: ${header.value.slice(0, 100)}`]),
  ]
  const isSystem = sender !== undefined || mail.returnPath === '' || header !== undefined
  const saysSo = subject !== null || words !== null || header !== undefined
  if (!isSystem || !saysSo || because.length < 2) return null
  // A person on leave writes such words, and the null path is common among auto-replies.
  if (sender === undefined && subject === null && header === undefined) return null
  const code = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0] ?? null
  if (code !== null) because.push(`status: ${code}`)
  const isFinal = code === null ? delay === null || words !== null : code.startsWith('5')
  return {
    kind: 'bounce',
    because,
    about: await findAbout(mail),
    recipients: listRecipients(header?.value ?? '', text, mail),
    isFinal,
  }
}

const writtenAddress = /[\w.!#$%&*+/=?^`{|}~-]{1,128}@[a-z0-9.-]{1,255}/gi

/** The addresses that the header names, else those of the report, without sender, recipient and the reporting system. */
function listRecipients(header: string, text: string, mail: MailToJudge): string[] {
  const known = new Set([...mail.from, ...mail.to].map(({ address }) => address.toLowerCase()))
  const found = (source: string) =>
    [...source.matchAll(writtenAddress)].flatMap(([address]) => {
      const plain = address.toLowerCase().replace(/\.+$/, '')
      const isSystem = mailSystemSenders.test(plain.split('@')[0] ?? '')
      return /@[^@]+\.[^@]+$/.test(plain) && !known.has(plain) && !isSystem ? [plain] : []
    })
  const listed = found(header)
  // What was sent follows below a line of dashes or its headers: addresses there are no recipients that failed.
  const report = text.split(/\n(?:-{3,}|message-id:|received:|from:|发件人)/i, 1)[0] ?? ''
  return [...new Set(listed.length > 0 ? listed : found(report))].slice(0, bouncedRecipientsMax)
}
