// The mails and mailboxes of vectors/desk/mails, as the command line imports them, against what a careful reader expects.
import { parseInstant } from '@holdfast/capabilities'
import { importThread, type ImportedMessage, type SourceThread } from '@holdfast/desk'
import type { Refusal } from '@holdfast/lease'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { groupSources } from '../../src/cli/case/group-sources.ts'
import { importTools } from '../../src/bridges/import-tools.ts'
import { readSource, threadOfBytes } from '../../src/cli/case/read-thread.ts'
import { threads } from './corpus.ts'

type ExpectedMail = {
  readonly date: string
  readonly subject: string
  readonly from: { readonly name: string; readonly address: string }
  readonly side: string
  readonly audience: string
  readonly text:
    | { readonly thread: string; readonly message: number }
    | { readonly first: string; readonly last: string; readonly length: number }
  readonly attachments: readonly string[]
  readonly inline: readonly string[]
  readonly absentAttachments: readonly string[]
}
type ExpectedMails = {
  readonly mails: { readonly [file: string]: ExpectedMail }
  readonly mailboxes: { readonly [file: string]: readonly string[] }
}

const folder = new URL('../../../../vectors/desk/mails/', import.meta.url)
const bytesOf = (file: string) => readFileSync(new URL(file, folder))
const { mails, mailboxes } = JSON.parse(bytesOf('expected.json').toString('utf8')) as ExpectedMails
const tools = importTools(parseInstant('2026-11-01T00:00:00Z')!)

function imported(thread: SourceThread | Refusal) {
  if (thread.kind === 'refused') throw new Error(thread.code)
  return importThread(thread, tools)
}

function lookOf(message: ImportedMessage | undefined) {
  if (message === undefined) return null
  const { sentAt, from, side, audience, text, attachments, absentAttachments } = message
  const lines = text.split('\n')
  return {
    sentAt,
    from,
    side,
    audience,
    text: { first: lines[0], last: lines.at(-1), length: text.length },
    attachments,
    absentAttachments,
  }
}

function expectedLook({
  date,
  from,
  side,
  audience,
  text,
  attachments,
  inline,
  absentAttachments,
}: ExpectedMail) {
  return {
    sentAt: date,
    from,
    side,
    audience,
    text: 'thread' in text ? textOf(text) : text,
    attachments: [...attachments, ...inline],
    absentAttachments,
  }
}

function textOf({ thread, message }: { readonly thread: string; readonly message: number }) {
  const { expected } = threads.find(({ name }) => name === thread)!
  return expected.messages.find(({ index }) => index === message)?.text
}

describe.each(Object.keys(mailboxes))('%s', (file) => {
  const expected = (mailboxes[file] ?? []).map((name) => mails[name]!)

  test('says of every mail what a careful reader does', async () => {
    const { messages, case: head } = imported(await threadOfBytes(bytesOf(file)))
    expect(messages.map(lookOf)).toEqual(expected.map(expectedLook))
    expect(head.subject).toBe(expected[0]?.subject)
  })

  test('gives what its mails one by one give', async () => {
    const sources = await Promise.all(
      (mailboxes[file] ?? []).map(async (name) => ({
        file: name,
        source: await readSource({ stdin: (async function* () {})() }, fileURLToPath(new URL(name, folder))),
      })),
    )
    const groups = groupSources(sources.toReversed())
    expect(groups).toHaveLength(1)
    expect(imported(groups[0]!.thread)).toEqual(imported(await threadOfBytes(bytesOf(file))))
  })
})

test('mails of two cases given together are two cases', async () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.eml'))
  const sources = await Promise.all(
    files.map(async (file) => ({
      file,
      source: await readSource({ stdin: (async function* () {})() }, fileURLToPath(new URL(file, folder))),
    })),
  )
  expect(groupSources(sources).map((group) => group.files.length)).toEqual([11, 11])
})
