import {
  captureBodyBytesMax,
  operations,
  type CaptureWire,
  type ObservationWire,
  type Output,
} from '@holdfast/contract'
import type { Reading } from '@holdfast/fleet'
import { phrase } from '@holdfast/phrases'
import { factsWire } from '../../http/wire/facts.ts'
import { done, textOf, type Command, type CommandContext } from '../command.ts'
import { describeReading } from '../describe-file-read.ts'
import { findCustomer } from '../customer-lookup.ts'
import { listGivenFiles } from '../list-given-files.ts'
import { bodiesOf, type RefusedHere } from '../file-bodies.ts'
import { listOptions, runList } from '../list-command.ts'
import { formatFacts, formatTable } from '../table.ts'

const customerOption = {
  flags: '--customer <name>',
  summary: { en: 'whose devices they are', zh: '设备所属客户' },
}

type FileAnswer = Output<typeof operations.addCaptures>['files'][number]

const addCaptures: Command = {
  path: ['capture', 'add'],
  summary: {
    en: 'Reads files - licence text, exports, mails, archives, reports - and keeps what they say of devices.',
    zh: '读取文件（授权文本、导出、邮件、压缩包、设备报告），并登记其中的设备信息。',
  },
  takes: [{ name: '<file...>', summary: { en: 'files, or folders of them', zh: '文件，或其所在文件夹' } }],
  options: [
    customerOption,
    {
      flags: '--captured <date>',
      summary: {
        en: 'when, where the files do not say: 2021-01-15',
        zh: '采集日期（文件未注明时）：2021-01-15',
      },
    },
    {
      flags: '--zone <zone>',
      summary: {
        en: 'zone of the local clocks in them (default: UTC)',
        zh: '文件中本地时间的时区（默认 UTC）',
      },
    },
  ],
  example: 'capture add dlv-*.txt --customer "Harbour Office of Westmark" --zone Asia/Shanghai',
  async run(context, given, options) {
    const name = textOf(options, 'customer')
    const customer = name === undefined ? null : await findCustomer(context.api, name)
    if (customer?.kind === 'problem') return customer
    const [capturedAt, zone] = [textOf(options, 'captured'), textOf(options, 'zone')]
    const sent = {
      ...(customer === null ? {} : { customer: customer.id }),
      ...(capturedAt === undefined ? {} : { capturedAt }),
      ...(zone === undefined ? {} : { zone }),
    }
    const total: FileAnswer[] = []
    const files = listGivenFiles(given.filter((file) => file !== undefined))
    for (const body of bodiesOf(files, captureBodyBytesMax)) {
      if ('file' in body) {
        total.push(refusedHere(context, body))
        continue
      }
      const answered = await context.api.call(operations.addCaptures, { body: { files: [...body], ...sent } })
      if (answered.kind === 'problem') return answered
      total.push(...answered.answer.files)
    }
    const refused = total.some((file) => file.refused.length > 0)
    return done({ files: total }, tellFiles(context, total), refused ? 1 : 0)
  },
}

/** A file that was not sent, told as the server tells of those that it refuses. */
function refusedHere(
  { locale }: CommandContext,
  { file, refusal: { code, facts } }: RefusedHere,
): FileAnswer {
  const { title, adminAction } = phrase(code, facts, locale)
  const refused = [{ inside: null, line: null, code, title, action: adminAction, facts: factsWire(facts) }]
  return { name: file, captures: 0, known: 0, observations: 0, unmatched: 0, ids: [], refused }
}

function tellFiles({ say }: CommandContext, files: readonly FileAnswer[]): string {
  const head = [
    say({ en: 'File', zh: '文件' }),
    say({ en: 'Captures', zh: '采集文本' }),
    say({ en: 'Known', zh: '已有' }),
    say({ en: 'Observations', zh: '观测' }),
    say({ en: 'Unmatched', zh: '未匹配' }),
  ]
  const rows = files.map((file) => [file.name, file.captures, file.known, file.observations, file.unmatched])
  const refused = files.flatMap((file) =>
    file.refused.map(({ inside, line, code, title, action }) => {
      const place = [file.name, inside, line].filter((part) => part !== null).join(': ')
      return `${place}: ${title} (${code})\n  ${action}`
    }),
  )
  return [formatTable(head, rows), ...refused].join('\n')
}

const listCaptures: Command = {
  path: ['capture', 'list'],
  summary: { en: 'Lists captures, the newest first.', zh: '列出采集文本（最新在前）。' },
  options: [...listOptions, customerOption],
  example: 'capture list --customer "Harbour Office of Westmark"',
  async run(context, _given, options) {
    const name = textOf(options, 'customer')
    const customer = name === undefined ? null : await findCustomer(context.api, name)
    if (customer?.kind === 'problem') return customer
    return await runList<CaptureWire>(context, options, {
      operation: operations.listCaptures,
      query: customer === null ? {} : { customer: customer.id },
      columns: [
        [{ en: 'Capture', zh: '采集文本' }, (capture) => capture.id],
        [{ en: 'Received', zh: '收到时间' }, (capture) => capture.receivedAt],
        [{ en: 'Captured', zh: '采集时间' }, (capture) => capture.capturedAt?.from ?? null],
        [{ en: 'Kind', zh: '种类' }, (capture) => capture.kind],
        [{ en: 'Source', zh: '来源' }, (capture) => capture.source],
        [{ en: 'Observations', zh: '观测' }, (capture) => capture.observations],
      ],
    })
  },
}

const showCapture: Command = {
  path: ['capture', 'show'],
  summary: {
    en: 'Shows a capture: what was read, and which devices it speaks of.',
    zh: '显示采集文本：读取内容及所涉设备。',
  },
  takes: [{ name: '<capture>', summary: { en: 'id of the capture', zh: '采集文本标识' } }],
  example: 'capture show cap_01j9...',
  async run({ api, locale, say }, [capture = '']) {
    const answered = await api.call(operations.showCapture, { params: { capture }, query: {} })
    if (answered.kind === 'problem') return answered
    const { answer } = answered
    const facts = formatFacts([
      [say({ en: 'Capture', zh: '采集文本' }), answer.capture.id],
      [say({ en: 'Source', zh: '来源' }), answer.capture.source],
      [say({ en: 'Received', zh: '收到时间' }), answer.capture.receivedAt],
      [say({ en: 'Captured', zh: '采集时间' }), answer.capture.capturedAt?.from ?? null],
      [say({ en: 'Known by', zh: '时间依据' }), answer.capture.capturedBy],
      [say({ en: 'Sent by', zh: '提交者' }), answer.capture.sentBy],
    ])
    const head = [
      say({ en: 'Device', zh: '设备' }),
      say({ en: 'State', zh: '状态' }),
      say({ en: 'Found by', zh: '匹配依据' }),
      say({ en: 'Certainty', zh: '确定程度' }),
    ]
    const rows = answer.observations.items.map((observation) => [
      observation.device ?? candidatesOf(observation.match),
      observation.state,
      observation.match.kind === 'new' ? say({ en: 'new', zh: '新设备' }) : observation.match.by,
      observation.match.kind === 'ambiguous'
        ? say({ en: 'several fit', zh: '多台符合' })
        : observation.match.certainty,
    ])
    const read = isReading(answer.reading) ? [describeReading(answer.reading, locale)] : []
    return done(answer, [facts, ...read, formatTable(head, rows)].join('\n\n'))
  },
}

/** What the books keep of a capture is what was read; the contract leaves its shape open. */
function isReading(reading: unknown): reading is Reading {
  return typeof reading === 'object' && reading !== null && 'products' in reading && 'warnings' in reading
}

function candidatesOf(match: ObservationWire['match']): string {
  return match.kind === 'ambiguous' ? match.candidates.join(' | ') : ''
}

export const captureCommands: readonly Command[] = [addCaptures, listCaptures, showCapture]
