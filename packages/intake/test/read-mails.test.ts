import { describe, expect, test } from 'vitest'
import { entriesMax, mailBytesMax, mailDepthMax, mailHeaderBytesMax, mailLinesMax } from '../src/limits.ts'
import { looksLikeMail, openMail } from '../src/open-mail.ts'
import { readFile, type FileRead } from '../src/read-file.ts'
import { captureText, chineseCaptureText } from './capture-text.ts'
import { bytesOf } from './collect-rows.ts'
import { unflow } from '../src/unflow.ts'
import { zipOf } from './zip-of.ts'

const headers = [
  'From: Anna <anna@customer.example.test>',
  'To: support@vendor.example.test',
  'Subject: licence',
  'Date: Tue, 05 Jan 2021 11:40:00 +0800',
  'Message-ID: <1@customer.example.test>',
  'MIME-Version: 1.0',
]

function mail(type: string, body: string | Uint8Array, more: readonly string[] = []): Buffer {
  const head = [...headers, `Content-Type: ${type}`, ...more].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), Buffer.from(body as string)])
}

type Part = {
  readonly type: string
  readonly body: Uint8Array
  readonly file?: string
  readonly raw?: boolean
}

function multipart(kind: string, parts: readonly Part[]): Buffer {
  const body = parts.map(({ type, body: content, file, raw }) =>
    Buffer.concat([
      Buffer.from(
        `--b\r\nContent-Type: ${type}\r\n` +
          (file === undefined ? '' : `Content-Disposition: attachment; filename="${file}"\r\n`) +
          `Content-Transfer-Encoding: ${raw === true ? '8bit' : 'base64'}\r\n\r\n`,
      ),
      raw === true ? content : Buffer.from(Buffer.from(content).toString('base64')),
      Buffer.from('\r\n'),
    ]),
  )
  return mail(`multipart/${kind}; boundary="b"`, Buffer.concat([...body, Buffer.from('--b--\r\n')]))
}

async function read(bytes: Uint8Array): Promise<FileRead> {
  const file = await readFile({ bytes })
  if (file.kind === 'refused') throw new Error(`${file.code} ${JSON.stringify(file.facts)}`)
  return file
}

const names = (file: FileRead) => file.found.map(({ inside, encoding }) => `${inside} ${encoding}`)

describe('what a mail holds', () => {
  test('its text, dated by its header', async () => {
    const file = await read(mail('text/plain', captureText()))
    expect(file.container).toBe('mail')
    expect(file.found).toMatchObject([{ inside: 'body', sentAt: '2021-01-05T03:40:00Z', encoding: 'ascii' }])
  })

  test('a character set that is declared wrongly is not believed', async () => {
    const file = await read(
      mail('text/plain; charset=iso-8859-1', chineseCaptureText(), ['Content-Transfer-Encoding: 8bit']),
    )
    expect(file.found).toMatchObject([{ encoding: 'utf-8', value: { locale: 'zh-CN' } }])
    const opened = await openMail(mail('text/plain; charset=utf-8', Buffer.from('d0edbfc9', 'hex')))
    expect(opened.kind === 'mail' && Buffer.from(opened.parts[0]?.bytes ?? []).toString('hex')).toBe(
      'd0edbfc9',
    )
  })

  test('attachments, base64 and plain, and what is in archives among them', async () => {
    const file = await read(
      multipart('mixed', [
        { type: 'text/plain', body: bytesOf('see the files, please'), raw: true },
        { type: 'application/octet-stream', body: bytesOf(captureText()), file: 'dlv.txt' },
        { type: 'text/plain', body: bytesOf(captureText(1440)), file: 'dlv.txt', raw: true },
        {
          type: 'application/zip',
          body: zipOf([{ name: 'a.txt', content: captureText(2880) }]),
          file: 'all.zip',
        },
        { type: 'image/png', body: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]), file: 'photo.png' },
      ]),
    )
    expect(names(file)).toEqual(['dlv.txt ascii', 'dlv.txt (2) ascii', 'all.zip/a.txt ascii'])
    expect(file.found.every(({ sentAt }) => sentAt === '2021-01-05T03:40:00Z')).toBe(true)
    expect(file.complaints.map(({ inside, refusal }) => `${inside} ${refusal.code}`)).toEqual([
      'photo.png CONTENT_BINARY',
    ])
  })

  test('a page counts where the text beside it says nothing', async () => {
    const page = `<html><head><style>p{}</style></head><body><div>${captureText()
      .split('\r\n')
      .join('</div>\r\n<div>')}</div></body></html>`
    const both = (text: string) =>
      multipart('alternative', [
        { type: 'text/plain', body: bytesOf(text), raw: true },
        { type: 'text/html', body: bytesOf(page), raw: true },
      ])
    expect(names(await read(both('look at the page')))).toEqual(['body.html ascii'])
    expect(names(await read(both(captureText())))).toEqual(['body ascii'])
  })

  test('a mail in a mail', async () => {
    const inner = mail('text/plain', captureText())
    const file = await read(multipart('mixed', [{ type: 'message/rfc822', body: inner, raw: true }]))
    expect(names(file)).toEqual(['mail/body ascii'])
  })

  test('lines that flow are joined', async () => {
    const text = captureText().replace('Activation ID: ', 'Activation ID: \r\n')
    const file = await read(mail('text/plain; format=flowed', text))
    expect(file.found[0]?.value).toMatchObject({
      products: [{ activationId: '12e74f7b-fab3-4728-a78b-eb7e0787c0de' }],
    })
    expect(unflow('a \nb\n-- \nc \n d', 'delete-space')).toBe('ab\n-- \ncd')
  })

  test('nothing readable', async () => {
    expect(await readFile({ bytes: mail('text/plain', 'hello') })).toMatchObject({
      code: 'TEXT_NOT_RECOGNISED',
    })
  })
})

describe('what is a mail', () => {
  test.each([
    ['sent mail', mail('text/plain', 'x').toString(), true],
    ['licence text', captureText(), false],
    ['pasted quotation', 'From: Anna\nTo: B\nSubject: x\nDate: y\n\ntext', false],
    ['text with colons', 'a: 1\nb: 2\nc: 3\n', false],
  ])('%s: %s', (_, text, is) => {
    expect(looksLikeMail(bytesOf(text))).toBe(is)
  })
})

describe('limits', () => {
  const deep = (levels: number): string => {
    let text = ''
    for (let level = 0; level < levels; level++)
      text += `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`
    return `${headers.join('\r\n')}\r\n${text}Content-Type: text/plain\r\n\r\n${captureText()}`
  }

  test('depth', async () => {
    expect(await openMail(bytesOf(deep(mailDepthMax)))).toMatchObject({ kind: 'mail' })
    expect(await openMail(bytesOf(deep(mailDepthMax + 1)))).toMatchObject({
      code: 'MAIL_REFUSED',
      facts: { because: 'depth' },
    })
  })

  test('headers', async () => {
    const padding = (bytes: number) => mail('text/plain', captureText(), [`X-Long: ${'x'.repeat(bytes)}`])
    expect(await openMail(padding(mailHeaderBytesMax - 400))).toMatchObject({ kind: 'mail' })
    expect(await openMail(padding(mailHeaderBytesMax))).toMatchObject({ facts: { because: 'headers' } })
  })

  test('parts', async () => {
    const parts = (count: number) =>
      mail('multipart/mixed; boundary="b"', `${'--b\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`)
    expect(await openMail(parts(entriesMax))).toMatchObject({ kind: 'mail' })
    expect(await openMail(parts(entriesMax + 1))).toMatchObject({ facts: { because: 'parts' } })
    expect(await openMail(parts(200_000))).toMatchObject({ facts: { because: 'parts' } })
  })

  test('lines', async () => {
    const lines = (count: number) => mail('text/plain', 'x\n'.repeat(count))
    expect(await openMail(lines(mailLinesMax - 10))).toMatchObject({ kind: 'mail' })
    expect(await openMail(lines(mailLinesMax))).toMatchObject({ facts: { because: 'lines' } })
  })

  test('size', async () => {
    const line = `${'x'.repeat(75)}\n`
    const whole = Buffer.concat([mail('text/plain', ''), Buffer.alloc(mailBytesMax, line)])
    expect(await openMail(whole.subarray(0, mailBytesMax))).toMatchObject({ kind: 'mail' })
    expect(await openMail(whole.subarray(0, mailBytesMax + 1))).toMatchObject({ code: 'CONTENT_TOO_LARGE' })
  })
})
