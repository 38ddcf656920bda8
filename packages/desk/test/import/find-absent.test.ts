import { describe, expect, test } from 'vitest'
import { findAbsent } from '../../src/import/find-absent.ts'
import { absentListedMax } from '../../src/import/import-limits.ts'
import { messageOf } from './fixtures.ts'

// prettier-ignore
const texts: readonly (readonly [string, readonly string[]])[] = [
  // Named
  ['附件：日志.zip', ['日志.zip']],
  ['附件: a.log、b.xlsx；说明函（盖章）.pdf', ['a.log', 'b.xlsx', '说明函（盖章）.pdf']],
  ['请查收附件《说明函.docx》。', ['说明函.docx']],
  ['复现步骤见附件复现.docx', ['复现.docx']],
  ['附件中的诊断包.cab请研发查看', ['诊断包.cab']],
  ['[cid:image001.png@01D4A1B2.3C4D5E60]', ['image001.png']],
  ['<image001.png> <image002.jpg>', ['image001.png', 'image002.jpg']],
  ['已将日志.zip作为附件', ['日志.zip']],
  ['附：清单.xlsx', ['清单.xlsx']],
  ['现将说明函以附件形式发送给您。', ['现将说明函以附件形式']],
  ['请参考附件中第三步的截图操作', ['请参考附件']],
  ['操作步骤（附截图）', ['附截图']],
  ['诊断日志已上传至附件', ['上传至附件']],
  ['附件请查收', ['附件请查收']],
  ['Draft attached.', ['Draft attached']],
  ['Please find the log file attached.', ['find the log file attached']],
  ['The attachment is missing.', []],
  ['<<清单.xlsx>>', ['清单.xlsx']],
  ['Please see the attached log.zip.', ['log.zip']],
  ['I have attached report.docx and list.xlsx', ['report.docx', 'list.xlsx']],
  ['Attachment: trace.etl', ['trace.etl']],
  // By their words
  ['表单见附件。', ['见附件']],
  ['请查收附件', ['请查收附件']],
  ['按钮是灰色的，如下图：', ['如下图']],
  ['截图如下', ['截图如下']],
  ['[图片]\n[图片]', ['[图片]']],
  ['Please find attached the form.', ['Please find attached']],
  ['See the screenshot below.', ['See the screenshot below']],
  // A name makes the words superfluous, of its own kind alone
  ['见附件：a.zip，如下图', ['a.zip', '如下图']],
  ['如下图：[cid:image001.png@01D4]', ['image001.png']],
  // Nothing came along
  ['本邮件没有附件。', []],
  ['无附件', []],
  ['There is no attachment.', []],
  ['Sorry, I forgot to attach it', []],
  // Somebody is asked to send one
  ['请将日志作为附件发给我。', []],
  ['请您把生成的压缩包以附件形式回复。', []],
  ['麻烦提供一下截图', []],
  ['Please send the log as an attachment.', []],
  ['Could you please attach a screenshot?', []],
  // A form that is there, and is to be sent back
  ['请填写附件中的表单并发回。', ['请填写附件']],
  ['视图、图书馆和示意图', []],
  ['', []],
]

describe('what a text names as attached', () => {
  test.each(texts)('%j', (text, expected) => expect(findAbsent([messageOf({ text })])).toEqual([expected]))
})

describe('what came along', () => {
  test('is not absent, and words that speak of it neither', () => {
    const text = '见附件 日志.zip 和 b.log，如下图'
    const absent = (attachments: readonly string[]) => findAbsent([messageOf({ text, attachments })])[0]
    expect(absent([])).toEqual(['日志.zip', 'b.log', '如下图'])
    expect(absent(['日志.ZIP', 'b.log'])).toEqual(['如下图'])
    expect(absent(['日志.zip', 'b.log', 'image001.png'])).toEqual([])
    expect(findAbsent([messageOf({ text: '见附件', attachments: ['x.pdf'] })])).toEqual([[]])
  })
})

test('a quoted mail does not name its files again', () => {
  const first = messageOf({ text: '见附件：表单.docx，如下图' })
  const quoted = `好的。\n\n发件人：甲\n发送时间：2025-03-03\n${first.text}`
  expect(findAbsent([first, messageOf({ index: 2, text: quoted })])).toEqual([['表单.docx', '如下图'], []])
  expect(findAbsent([messageOf({ text: quoted }), { ...first, index: 2 }])).toEqual([
    [],
    ['表单.docx', '如下图'],
  ])
  expect(findAbsent([messageOf({ text: quoted })]), 'where the mail itself is missing').toEqual([
    ['表单.docx'],
  ])
})

test('a hundred are listed and no more', () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, at) => `[cid:image${at}.png@01]`).join('\n')
  expect(findAbsent([messageOf({ text: names(absentListedMax) })])[0]).toHaveLength(absentListedMax)
  expect(findAbsent([messageOf({ text: names(absentListedMax + 1) })])[0]).toHaveLength(absentListedMax)
})
