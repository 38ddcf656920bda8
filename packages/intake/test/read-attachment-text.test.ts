// What is found of an attachment when somebody searches: by content, whatever the sender calls it. spec: intake §7
import { describe, expect, test } from 'vitest'
import { ManualClock } from '@holdfast/capabilities/testing'
import { formatWorkbook } from '../src/format-workbook.ts'
import { readAttachmentText } from '../src/read-attachment-text.ts'
import { bytesOf, utf16Of } from './collect-rows.ts'
import { documentOf, paragraph } from './document-of.ts'
import { chinesePdf, linesPdf, pagesOf, sealedPdf, streamOf } from './pdf-of.ts'
import { workbookOf, zipOf } from './zip-of.ts'

function read(bytes: Uint8Array, name = 'attachment.bin', mediaType = 'application/octet-stream') {
  return readAttachmentText(bytes, { name, mediaType }, new ManualClock('2026-03-01T08:30:00Z'))
}

const whole = (text: string) => ({ kind: 'text', text, cut: false })
const none = (because: string) => ({ kind: 'none', because })

describe('text', () => {
  const gbk = Uint8Array.of(0xd0, 0xed, 0xbf, 0xc9, 0xd6, 0xa4, 0xd2, 0xd1, 0xb5, 0xbd, 0xc6, 0xda)
  test.each<[string, Uint8Array, string]>([
    ['UTF-8', bytesOf('许可证已到期'), '许可证已到期'],
    ['GBK', gbk, '许可证已到期'],
    ['UTF-16 with a mark', utf16Of('\ufeff许可证, 已到期'), '许可证, 已到期'],
    ['CSV', bytesOf('device,days\r\nPC-1,150000\r\n'), 'device,days\r\nPC-1,150000\r\n'],
    ['text that begins like a bitmap', bytesOf('BMC log of PC-1'), 'BMC log of PC-1'],
    ['text that speaks of PDF', bytesOf('the file begins with %PDF-1.7'), 'the file begins with %PDF-1.7'],
  ])('%s', async (_, bytes, text) => {
    expect(await read(bytes)).toEqual(whole(text))
  })

  test('a page, shown by its content or, where that leaves it open, by what the sender says', async () => {
    const page = bytesOf('<html><body><p>a</p><p>b</p></body></html>')
    expect(await read(page)).toEqual(whole('a\nb\n'))
    const fragment = bytesOf('许可证<br>已到期')
    expect(await read(fragment)).toEqual(whole('许可证<br>已到期'))
    expect(await read(fragment, 'page.htm')).toEqual(whole('许可证\n已到期'))
    expect(await read(fragment, 'x', 'text/html; charset=gbk')).toEqual(whole('许可证\n已到期'))
  })
})

describe('DOCX', () => {
  test('runs are joined, paragraphs and cells divided, whatever the name', async () => {
    const table = `<w:tbl><w:tr><w:tc>${paragraph('设备')}</w:tc><w:tc>${paragraph('到期')}</w:tc></w:tr><w:tr><w:tc>${paragraph('PC-1')}</w:tc><w:tc>${paragraph('2026-03-01')}</w:tc></w:tr></w:tbl>`
    const bytes = documentOf(
      paragraph('许可', '证续', '期') + paragraph('V0-H &amp; V0-G') + table + paragraph('end'),
    )
    expect(await read(bytes, 'picture.png', 'image/png')).toEqual(
      whole('许可证续期\nV0-H & V0-G\n设备\t到期\nPC-1\t2026-03-01\nend'),
    )
  })

  test('what was deleted or moved away is left out, what was inserted stays', async () => {
    const body =
      '<w:p><w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>' +
      '<w:ins><w:r><w:t>b</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>' +
      '<w:moveTo><w:r><w:t>c</w:t></w:r></w:moveTo><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>'
    expect(await read(documentOf(body))).toEqual(whole('abc'))
  })

  test('a drawing that stands twice is read once; tabs, breaks and hyphens divide', async () => {
    const box = `<mc:AlternateContent><mc:Choice>${paragraph('box')}</mc:Choice><mc:Fallback>${paragraph('box')}</mc:Fallback></mc:AlternateContent>`
    const body = `<w:p><w:r>${box}<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>`
    expect(await read(documentOf(body))).toEqual(whole('box\na\tb\nc-d'))
  })

  test('headers, footers, notes and comments follow the body', async () => {
    const parts = {
      'comments.xml': paragraph('comment'),
      'endnotes.xml': paragraph('endnote'),
      'footnotes.xml': paragraph('footnote'),
      'footer2.xml': paragraph('footer'),
      'header1.xml': paragraph('header'),
      'styles.xml': paragraph('style'),
    }
    expect(await read(documentOf(paragraph('body'), parts))).toEqual(
      whole('body\nheader\nfooter\nfootnote\nendnote\ncomment'),
    )
  })
})

describe('XLSX', () => {
  test('the cells of all sheets as texts', async () => {
    const made = await formatWorkbook([
      { name: '设备', columns: ['设备', '到期'], rows: [['PC-1', '2026-03-01']] },
      { name: 'b', columns: ['n'], rows: [[150_000]] },
    ])
    if (made.kind === 'refused') throw new Error(made.code)
    expect(await read(made.bytes)).toEqual(whole('设备\t到期\nPC-1\t2026-03-01\nn\n150000\n'))
  })

  test('a row that is wider than its head is found too', async () => {
    const rows = '<row><c t="str"><v>a</v></c></row><row><c r="C2" t="str"><v>b</v></c></row>'
    expect(await read(workbookOf(rows))).toEqual(whole('a\nb\n'))
  })
})

describe('PDF', () => {
  test('lines and pages', async () => {
    const bytes = linesPdf(['Renewal of V0-H', 'second line'], { count: 2, packed: true })
    const page = 'Renewal of V0-H\nsecond line\n'
    const found = await read(bytes, 'notes.txt', 'text/plain')
    expect(found).toEqual(whole(page + page))
  })

  test('Chinese by its map', async () => {
    const text = '许可证续期失败，升级到 V0-H 后剩余 150,000 天。'
    expect(await read(chinesePdf(text))).toEqual(whole(`${text}\n`))
  })

  test('the mark may stand behind something else', async () => {
    const bytes = Buffer.concat([Buffer.of(0, 1, 2, 3), linesPdf(['late'])])
    expect(await read(bytes)).toEqual(whole('late\n'))
  })

  test('a page that is damaged costs itself alone', async () => {
    const bytes = Buffer.from(
      linesPdf(['kept'], { count: 2 }).toString('latin1').replace('3 0 R 3 0 R', '3 0 R 9 0 R'),
      'latin1',
    )
    expect(await read(bytes)).toEqual({ kind: 'text', text: 'kept\n', cut: true })
  })
})

describe('none, and why', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const ole = Buffer.from('d0cf11e0a1b11ae1'.padEnd(1024, '0'), 'hex')
  test.each<[string, Uint8Array, string]>([
    ['a picture that is called a text', png, 'not-text'],
    ['an archive', zipOf([{ name: 'a.txt', content: 'a' }]), 'not-text'],
    ['an old office file', ole, 'not-text'],
    ['rich text', bytesOf(String.raw`{\rtf1\ansi a}`), 'not-text'],
    ['a mail', bytesOf('From: a@x.test\r\nTo: b@x.test\r\nMessage-ID: <1@x.test>\r\n\r\na'), 'not-text'],
    ['nothing', new Uint8Array(), 'empty'],
    ['a page without words', bytesOf('<html><body><img src="a"></body></html>'), 'empty'],
    ['a document without words', documentOf('<w:p/>'), 'empty'],
    ['a workbook without cells', workbookOf(''), 'empty'],
    ['a scanned PDF', pagesOf(streamOf('')), 'empty'],
    ['an encrypted PDF', sealedPdf(), 'sealed'],
    ['an encrypted office file', Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]), 'sealed'],
    ['an encrypted entry', zipOf([{ name: 'word/document.xml', content: 'a', flags: 0x801 }]), 'sealed'],
    ['half an archive', documentOf(paragraph('a')).subarray(0, 300), 'damaged'],
    ['a document of broken XML', documentOf('</w:p>'), 'damaged'],
    ['a workbook of broken XML', workbookOf('<row></c>'), 'damaged'],
    ['a PDF of nothing', bytesOf('%PDF-1.7\nnothing'), 'damaged'],
  ])('%s', async (_, bytes, because) => {
    expect(await read(bytes, 'a.txt', 'text/plain')).toEqual(none(because))
  })
})
