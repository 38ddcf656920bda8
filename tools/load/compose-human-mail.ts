// One mail as a person's program sends it, with what such programs do wrongly.
import type { Instant } from '@holdfast/capabilities'
import type { Chance } from './chance.ts'
import { encodeGb } from './encode-gb.ts'
import {
  filePart,
  formatMail,
  formatMailDate,
  headerText,
  mailPart,
  multipart,
  textPart,
  wires,
  type Header,
  type MailEncoding,
  type Part,
} from './mail-bytes.ts'
import { composeLetter, findPerson, findTopic, quote, type Person } from './mail-words.ts'

export type MailForm = 'plain' | 'alternative' | 'html-only' | 'attachment' | 'nested-forward'

/** `two-ids`: two headers of this name. `wrong-zone`: a zone that is none, or another than that of the hours. */
export type Flaw = 'none' | 'date-missing' | 'id-missing' | 'two-ids' | 'wrong-zone'

/** What later mails know of one that came before. */
export type SentMail = {
  readonly id: string
  /** Ids of the mails before it, oldest first. */
  readonly chain: readonly string[]
  readonly person: Person
  /** Its first lines, CRLF. */
  readonly excerpt: string
}

export type HumanMail = {
  readonly id: string
  readonly person: Person
  /** `plain` stands before the text in ASCII and is never put into an encoded word. */
  readonly subject: { readonly plain: string; readonly text: string }
  readonly at: Instant
  readonly encoding: MailEncoding
  readonly form: MailForm
  readonly flaw: Flaw
  readonly parent: SentMail | null
  /** Which headers name the mails before it. */
  readonly names: 'parent' | 'chain' | 'nothing'
  /** Bytes of headers and text together, about. */
  readonly bytesWanted: number
}

export const deskAddress = 'support@vendor.example'

const headerBytes = 900
const excerptLength = 300
/** Programs keep the first and the newest ids of a long chain. */
const referencesMax = 20
const wrongZones = ['+2500', 'CST', '-0000', '+0800 (CST)', '+8']

export function composeHumanMail(chance: Chance, mail: HumanMail): { raw: Buffer; excerpt: string } {
  const { person, parent, encoding } = mail
  const quoted = parent === null ? '' : `\r\n${quote(parent.excerpt, parent.person)}`
  // Characters that GB2312 never had, so that whoever believes the label loses them.
  const rare = encoding === 'gb18030-four-byte' ? '联系人：㐂先生、𠮷女士\r\n' : ''
  const perCharacter = person.language === 'en' ? 1 : wires[encoding].bytesPerCharacter
  const copies = mail.form === 'alternative' ? 2 : 1
  const room = (mail.bytesWanted - headerBytes) / (perCharacter * copies) - quoted.length
  const letter = composeLetter(chance, person, Math.floor(room))
  const text = `${letter}${rare}${quoted}`
  const part = composeBody(chance, mail, text)
  return { raw: formatMail(headersOf(chance, mail), part), excerpt: letter.slice(0, excerptLength) }
}

function headersOf(chance: Chance, mail: HumanMail): Header[] {
  const { person, encoding, at, flaw } = mail
  const hours = person.language === 'zh' ? 8 : 1
  const host = person.address.split('@')[1] ?? ''
  const date = formatMailDate(at, hours, flaw === 'wrong-zone' ? chance.pick(wrongZones) : undefined)
  const id: Header = ['Message-ID', `<${mail.id}>`]
  const other: Header = ['Message-ID', `<${chance.hex(12)}@gateway.example>`]
  return [
    ['Return-Path', `<${person.address}>`],
    [
      'Received',
      `from mail.${host} (mail.${host} [198.51.100.${chance.between(1, 254)}])\r\n\tby mx.vendor.example with ESMTPS id ${chance.hex(8)}\r\n\tfor <${deskAddress}>; ${formatMailDate(at, 0)}`,
    ],
    [
      'Received',
      `from [192.0.2.${chance.between(1, 254)}] (unknown)\r\n\tby mail.${host} with ESMTPSA id ${chance.hex(8)}; ${formatMailDate(at, hours)}`,
    ],
    ...(flaw === 'date-missing' ? [] : [['Date', date] as const]),
    ['From', Buffer.concat([headerText(person.name, encoding), Buffer.from(` <${person.address}>`)])],
    ['To', deskAddress],
    ['Subject', Buffer.concat([Buffer.from(mail.subject.plain), headerText(mail.subject.text, encoding)])],
    ...(flaw === 'id-missing' ? [] : flaw === 'two-ids' ? [id, other] : [id]),
    ...referencesOf(mail),
    ['X-Mailer', person.language === 'zh' ? 'Invented Mail 7.2 (zh_CN)' : 'Invented Mail 7.2'],
    ['MIME-Version', '1.0'],
  ]
}

function referencesOf({ parent, names }: HumanMail): Header[] {
  if (parent === null || names === 'nothing') return []
  const ids = [...parent.chain, parent.id]
  const kept = ids.length <= referencesMax ? ids : [...ids.slice(0, 1), ...ids.slice(1 - referencesMax)]
  const references: Header = ['References', kept.map((id) => `<${id}>`).join('\r\n\t')]
  return names === 'chain' ? [references] : [['In-Reply-To', `<${parent.id}>`], references]
}

function composeBody(chance: Chance, mail: HumanMail, text: string): Part {
  const { encoding, form } = mail
  const plain = textPart(text, encoding)
  switch (form) {
    case 'plain':
      return plain
    case 'html-only':
      return textPart(htmlOf(text), encoding, 'html')
    case 'alternative':
      return multipart('alternative', [plain, textPart(htmlOf(text), encoding, 'html')], chance)
    case 'attachment':
      return multipart('mixed', [plain, attachmentOf(chance, mail)], chance)
    case 'nested-forward':
      return multipart('mixed', [plain, mailPart(forwarded(chance, mail, 2))], chance)
  }
}

function htmlOf(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const lines = escaped.split('\r\n').map((line) => (line === '' ? '<br>' : `<div>${line}</div>`))
  return `<html><body>\r\n${lines.join('\r\n')}\r\n</body></html>\r\n`
}

type ForwardedFrom = Pick<HumanMail, 'at' | 'encoding' | 'person'>

/** A mail with a mail in it, `depth` of them, each in the encoding of the outermost. */
function forwarded(chance: Chance, mail: ForwardedFrom, depth: number): Buffer {
  const { at, encoding, person } = mail
  const writer = findPerson(chance, person.language)
  const text = textPart(composeLetter(chance, writer, 100), encoding)
  const headers: Header[] = [
    ['From', Buffer.concat([headerText(writer.name, encoding), Buffer.from(` <${writer.address}>`)])],
    ['To', person.address],
    ['Subject', headerText(findTopic(chance, person.language), encoding)],
    ['Date', formatMailDate(at, 8)],
    ['Message-ID', `<${chance.hex(12)}@forwarded.example>`],
    ['MIME-Version', '1.0'],
  ]
  if (depth === 1) return formatMail(headers, text)
  const inner = forwarded(chance, mail, depth - 1)
  return formatMail(headers, multipart('mixed', [text, mailPart(inner)], chance))
}

// One grey pixel.
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

function attachmentOf(chance: Chance, { encoding, person }: HumanMail): Part {
  const isChinese = person.language === 'zh'
  const kind = chance.pick(['txt', 'csv', 'png'] as const)
  const name = `${isChinese ? { txt: '日志', csv: '设备清单', png: '截图' }[kind] : kind}.${kind}`
  if (kind === 'png') return filePart(name, 'image/png', png, encoding)
  const divider = kind === 'csv' ? ',' : '  '
  const lines = Array.from({ length: chance.between(4, 60) }, (_, index) =>
    [`PC-${String(index + 1).padStart(4, '0')}`, 'V0-H', chance.between(1, 150_000)].join(divider),
  )
  const head = (isChinese ? ['设备', '版本', '剩余天数'] : ['device', 'release', 'days']).join(divider)
  const text = [head, ...lines, ''].join('\r\n')
  return filePart(name, kind === 'csv' ? 'text/csv' : 'text/plain', encodeGb(text), encoding)
}
