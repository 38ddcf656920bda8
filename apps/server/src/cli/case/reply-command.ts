import { operations, type CaseItemBody, type Input } from '@holdfast/contract'
import {
  done,
  textOf,
  textsOf,
  type Command,
  type CommandContext,
  type Misused,
  type Options,
  type Refused,
} from '../command.ts'
import { readWords } from './read-words.ts'
import { caseTaken } from './work-commands.ts'

type DraftBody = Input<typeof operations.addDraft>['body']

export const replyCase: Command = {
  path: ['case', 'reply'],
  summary: {
    en: 'Keeps a draft and prints it with what its check says; with --send it leaves.',
    zh: '保存草稿并显示检查结果；加 --send 时发送。',
  },
  takes: [caseTaken],
  options: [
    {
      flags: '--text <file>',
      summary: { en: 'file with the text, or - for standard input', zh: '正文文件，或用 - 表示标准输入' },
    },
    {
      flags: '--artefact <file>',
      summary: { en: 'JSON file with an artefact instead of a text', zh: '以 JSON 文书代替正文' },
    },
    {
      flags: '--audience <audience>',
      summary: {
        en: 'customer, internal, rnd or upstream (default: customer)',
        zh: '收件方（默认 customer）',
      },
    },
    { flags: '--language <language>', summary: { en: 'en or zh', zh: 'en 或 zh' } },
    { flags: '--subject <text>', summary: { en: 'subject', zh: '主题' } },
    { flags: '--reply-to <message>', summary: { en: 'the message that is answered', zh: '所答复的邮件' } },
    {
      flags: '--to <address>',
      summary: { en: 'recipient (again for each)', zh: '收件人（可多次给出）' },
      repeated: true,
    },
    {
      flags: '--cc <address>',
      summary: { en: 'copy to (again for each)', zh: '抄送（可多次给出）' },
      repeated: true,
    },
    { flags: '--send', summary: { en: 'send it, where nothing stands against it', zh: '检查无误后发送' } },
  ],
  example: 'case reply CAS-00017-K2F9QX --text answer.txt --send',
  async run(context, [named = ''], options) {
    const content = await readContent(context, options)
    if (content.kind !== 'content') return content
    const body = { ...content.body, ...readHead(context, options) } as DraftBody
    const made = await context.api.call(operations.addDraft, { params: { case: named }, body })
    if (made.kind === 'problem') return made
    const draft = made.answer
    if (options['send'] !== true) return done({ draft }, draftText(context, draft))
    const sent = await context.api.call(operations.sendDraft, {
      params: { item: draft.id },
      body: { version: draft.version },
    })
    if (sent.kind === 'problem') return sent
    const told = context.say({ en: 'Queued as', zh: '已排队发送：' })
    return done(sent.answer, `${draftText(context, sent.answer.draft)}\n\n${told} ${sent.answer.message}`)
  },
}

async function readContent(
  context: CommandContext,
  options: Options,
): Promise<{ readonly kind: 'content'; readonly body: object } | Refused | Misused> {
  const [text, artefact] = [textOf(options, 'text'), textOf(options, 'artefact')]
  const misused = { kind: 'misused', message: '--text <file> | --artefact <file>' } as const
  if ((text === undefined) === (artefact === undefined)) return misused
  const words = await readWords(context, text ?? artefact ?? '-')
  if (words.kind === 'refused') return context.api.refused(words)
  if (text !== undefined) return { kind: 'content', body: { text: words.text } }
  try {
    return { kind: 'content', body: { artefact: JSON.parse(words.text) as unknown } }
  } catch {
    return { kind: 'misused', message: `--artefact ${artefact}: JSON` }
  }
}

function readHead(context: CommandContext, options: Options): object {
  const [to, cc] = [textsOf(options, 'to'), textsOf(options, 'cc')]
  const [subject, replyTo] = [textOf(options, 'subject'), textOf(options, 'replyTo')]
  return {
    audience: textOf(options, 'audience') ?? 'customer',
    language: textOf(options, 'language') ?? context.locale,
    ...(subject === undefined ? {} : { subject }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(to.length === 0 ? {} : { to }),
    ...(cc.length === 0 ? {} : { cc }),
  }
}

type Check = {
  readonly gaps: readonly string[]
  readonly passages: readonly { readonly part: string; readonly from: number; readonly to: number }[]
  readonly recipients: { readonly unknown: number } | null
}

/** The draft as it would leave, and below it what stands against it. */
function draftText({ say }: CommandContext, { id, body }: CaseItemBody): string {
  const check = body['check'] as Check
  const text = String(body['text'])
  const complaints = [
    ...check.gaps.map((gap) => `${say({ en: 'open', zh: '待补' })}: ${gap}`),
    ...check.passages.map(({ part, from, to }) => {
      const found = part === 'text' ? text.slice(from, to).replaceAll(/\s+/g, ' ').slice(0, 80) : ''
      return `${say({ en: 'said inside', zh: '内部内容' })}: ${part} ${from}-${to} ${found}`
    }),
    ...(check.recipients === null
      ? []
      : [say({ en: 'recipients: not all are of this audience', zh: '收件人：并非都属于此收件方' })]),
  ]
  const listed = (name: string) => ((body[name] as readonly string[] | undefined) ?? []).join(', ')
  const head = [`To: ${listed('to')}`, `Cc: ${listed('cc')}`, `Subject: ${String(body['subject'])}`]
  return [
    ...[id, '', ...head, '', text.trimEnd(), ''],
    ...(complaints.length === 0 ? [say({ en: 'Nothing stands against it.', zh: '检查无误。' })] : complaints),
  ].join('\n')
}
