import { writeFileSync } from 'node:fs'
import { bodyBytesMax, operations, seatsMax, type SerialRowWire } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import { splitCsv } from '../../serials-csv.ts'
import { done, textOf, type Command } from '../command.ts'
import { listOptions, readCount, runList } from '../list-command.ts'
import { readTextFile } from '../read-text-file.ts'
import { formatTable } from '../table.ts'

const orderOption = { flags: '--order <number>', summary: { en: 'only of this order', zh: '仅此订单' } }

/** The books lost it and know it from a device's lease. */
const recoveredWords = { en: 'recovered', zh: '已恢复' }

const listSerials: Command = {
  path: ['serials', 'list'],
  summary: { en: 'Lists serial numbers with their seats taken.', zh: '列出序列号及已用席位。' },
  options: [...listOptions, orderOption],
  example: 'serials list --order 2026-0117',
  run(context, _given, options) {
    const order = textOf(options, 'order')
    return runList<SerialRowWire>(context, options, {
      operation: operations.listSerials,
      ...(order === undefined ? {} : { query: { order } }),
      columns: [
        [{ en: 'Serial number', zh: '序列号' }, (row) => row.serial],
        [{ en: 'Order', zh: '订单' }, (row) => row.orderNumber],
        [{ en: 'Product', zh: '产品' }, (row) => row.product],
        [{ en: 'Seats', zh: '席位' }, (row) => row.seats],
        [{ en: 'Taken', zh: '已用' }, (row) => row.taken],
        [{ en: 'Licensed to', zh: '授权给' }, (row) => row.holder],
        [{ en: 'Note', zh: '备注' }, (row) => (row.recovered ? context.say(recoveredWords) : null)],
      ],
    })
  },
}

const exportSerials: Command = {
  path: ['serials', 'export'],
  summary: { en: 'Writes serial numbers as CSV.', zh: '将序列号导出为 CSV。' },
  options: [
    orderOption,
    { flags: '--out <file>', summary: { en: 'file (default: stdout)', zh: '文件（默认标准输出）' } },
  ],
  example: 'serials export --out serials.csv',
  async run({ api, say }, _given, options) {
    const order = textOf(options, 'order')
    const answered = await api.call(operations.exportSerials, { query: order === undefined ? {} : { order } })
    if (answered.kind === 'problem') return answered
    const out = textOf(options, 'out')
    if (out === undefined) return done({ csv: answered.answer }, answered.answer)
    try {
      writeFileSync(out, answered.answer)
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown'
      return api.refused(refuse('FILE_UNWRITABLE', { file: out, reason }))
    }
    return done({ file: out }, say({ en: `Written to ${out}`, zh: `已写入 ${out}` }))
  },
}

type ImportTotal = {
  added: number
  unchanged: number
  refused: { line: number; code: string; reason: string }[]
}

const importSerials: Command = {
  path: ['serials', 'import'],
  summary: {
    en: 'Adds serial numbers from CSV; bad rows are reported, good ones kept.',
    zh: '从 CSV 导入序列号：报告错误行，保留正确行。',
  },
  takes: [
    {
      name: '<file>',
      summary: {
        en: 'CSV with serial, seats, and licence or order',
        zh: 'CSV：serial、seats，及 licence 或 order 列',
      },
    },
  ],
  example: 'serials import serials.csv',
  async run({ api, say }, [file = '']) {
    const read = readTextFile(file, { strict: true })
    if (read.kind === 'refused') return api.refused(read)
    const total: ImportTotal = { added: 0, unchanged: 0, refused: [] }
    for (const piece of splitCsv(read.text)) {
      if (Buffer.byteLength(piece.text) > bodyBytesMax) {
        const reason = say({
          en: `this line of the CSV file is longer than ${bodyBytesMax} bytes; is a closing quotation mark missing?`,
          zh: `CSV 文件的这一行超过 ${bodyBytesMax} 字节；是否缺少右引号？`,
        })
        total.refused.push({ line: piece.linesBefore + 2, code: 'INPUT_INVALID', reason })
        continue
      }
      const answered = await api.call(operations.importSerials, { body: piece.text })
      if (answered.kind === 'problem') return answered
      total.added += answered.answer.added
      total.unchanged += answered.answer.unchanged
      for (const fault of answered.answer.refused)
        total.refused.push({ ...fault, line: fault.line === 1 ? 1 : fault.line + piece.linesBefore })
    }
    const counts = say({
      en: `${total.added} added, ${total.unchanged} known already, ${total.refused.length} refused`,
      zh: `新增 ${total.added}，已存在 ${total.unchanged}，拒绝 ${total.refused.length}`,
    })
    if (total.refused.length === 0) return done(total, counts)
    const head = [
      say({ en: 'Line', zh: '行' }),
      say({ en: 'Code', zh: '代码' }),
      say({ en: 'Reason', zh: '原因' }),
    ]
    const rows = total.refused.map((fault) => [fault.line, fault.code, fault.reason])
    return done(total, `${counts}\n\n${formatTable(head, rows)}`, 1)
  },
}

const changeSeats: Command = {
  path: ['serials', 'seats'],
  summary: { en: 'Changes the number of seats of a serial number.', zh: '更改序列号的席位数。' },
  takes: [{ name: '<serial>', summary: { en: 'serial number', zh: '序列号' } }],
  options: [
    { flags: '--seats <number>', summary: { en: 'new number', zh: '新的数量' }, required: true },
    {
      flags: '--reason <text>',
      summary: { en: 'why; kept in the audit', zh: '原因（记入审计）' },
      required: true,
    },
  ],
  example: 'serials seats 7K2M9-... --seats 5 --reason "two more ordered"',
  async run({ api, say }, [serial = ''], options) {
    const seats = readCount(textOf(options, 'seats') ?? '')
    if (seats === null || seats > seatsMax) {
      const words = { en: `is no whole number from 1 to ${seatsMax}`, zh: `不是 1 到 ${seatsMax} 的整数` }
      return { kind: 'misused', message: `--seats ${textOf(options, 'seats')}: ${say(words)}` }
    }
    const body = { seats, reason: textOf(options, 'reason') ?? '' }
    const answered = await api.call(operations.changeSeats, { params: { serial }, body })
    if (answered.kind === 'problem') return answered
    const row = answered.answer
    const words = {
      en: `${row.serial}: ${row.taken} of ${row.seats} seats taken`,
      zh: `${row.serial}：已用 ${row.taken}/${row.seats} 席位`,
    }
    return done(row, say(words))
  },
}

export const serialCommands: readonly Command[] = [listSerials, exportSerials, importSerials, changeSeats]
