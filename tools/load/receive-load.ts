// A day of mails through a real server by SMTP, and what became of each, compared with what is expected by rule.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Clock } from '@holdfast/capabilities'
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import { composeMails, withCaseNumber, type LoadMail } from './mail-load.ts'
import { countReceived, loadDeskAddress, startMailProcess, type MailProcess } from './mail-server.ts'
import { openSmtpLine } from './smtp-line.ts'

export type ReceiveReport = {
  readonly mails: number
  readonly messages: number
  readonly cases: number
  readonly known: number
  /** Automata that belong to no case: kept and listed. */
  readonly unplaced: number
  readonly seconds: number
  readonly perSecond: number
  /** Of the server process, at its most. */
  readonly memoryMaxMebibytes: number
  /** Expectations that did not hold, in words. */
  readonly broken: readonly string[]
}

const connections = 16

type Row = {
  readonly state: string
  readonly reason: string | null
  readonly message: string | null
  readonly case_id: string | null
}

/**
 * Hands in `count` mails in their order, as many at once as are of different threads, waits until the server is done with all of them, and compares.
 * SQLite. The time runs from the first mail to the last commit, without the waiting for numbers of cases.
 */
export async function receiveLoad(options: {
  readonly folder: string
  readonly count: number
  readonly seed: string
  readonly clock: Clock
}): Promise<ReceiveReport> {
  const { folder, count, seed, clock } = options
  const mails = [...composeMails(count, new SeededEntropy(seed), instant('2026-03-02T01:00:00Z'))]
  const server = await startMailProcess({ folder, sinkPort: null })
  const books = new DatabaseSync(join(folder, 'holdfast.sqlite'), { readOnly: true })
  const sent: Uint8Array[] = []
  const lines = await Promise.all(Array.from({ length: connections }, () => openSmtpLine(server.smtpPort)))
  const startedMs = clock.monotonicMs()
  const numbers = new CaseNumbers(books, mails, sent)
  for (const window of windowsOf(mails)) {
    const raws: Uint8Array[] = []
    for (const mail of window) {
      const number = mail.asksNumber ? await numbers.of(mail, () => untilReceived(server, sent.length)) : ''
      raws.push(withCaseNumber(mail, number))
    }
    const replies = await Promise.all(
      raws.map(async (raw, at) => await lines[at]?.send(raw, loadDeskAddress)),
    )
    const refused = replies.find((reply) => reply?.startsWith('250') !== true)
    if (refused !== undefined) throw new Error(`not taken: ${refused}`)
    sent.push(...raws)
  }
  await untilReceived(server, count)
  const seconds = (clock.monotonicMs() - startedMs) / 1000
  for (const line of lines) line.close()
  const memoryMaxMebibytes = memoryMaxOf(server.pid)
  await server.end('SIGTERM')
  const rows = rowsOf(books, sent)
  const { cases } = books.prepare('select count(*) as cases from cases').get() as { cases: number }
  books.close()
  const countOf = (isOne: (row: Row) => boolean) => rows.filter(isOne).length
  const messages = new Set(rows.map(({ message }) => message).filter((id) => id !== null)).size
  return {
    ...{ mails: count, messages, cases, seconds, perSecond: count / seconds, memoryMaxMebibytes },
    known: countOf(({ message }) => message !== null) - messages,
    unplaced: countOf(({ state }) => state === 'unplaced'),
    broken: compare(mails, rows, cases),
  }
}

/** Mails that follow each other and are of as many threads: what comes at once may come in any order. */
function* windowsOf(mails: readonly LoadMail[]): Generator<readonly LoadMail[]> {
  let window: LoadMail[] = []
  const threads = new Set<number | null>()
  for (const mail of mails) {
    const { thread } = mail.expected
    if (window.length >= connections || (thread !== null && threads.has(thread))) {
      yield window
      window = []
      threads.clear()
    }
    window.push(mail)
    threads.add(thread)
  }
  yield window
}

function untilReceived(server: MailProcess, count: number): Promise<true> {
  return server.printed((printed) => (countReceived(printed) >= count ? true : null))
}

/** The most that it ever held, as Linux tells. */
function memoryMaxOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

/** Numbers that the desk gave, looked up when the server is done with the mails that began the cases. */
class CaseNumbers {
  readonly #books: DatabaseSync
  readonly #mails: readonly LoadMail[]
  readonly #sent: readonly Uint8Array[]

  constructor(books: DatabaseSync, mails: readonly LoadMail[], sent: readonly Uint8Array[]) {
    this.#books = books
    this.#mails = mails
    this.#sent = sent
  }

  async of({ expected }: LoadMail, wait: () => Promise<unknown>): Promise<string> {
    const begins = this.#mails.findIndex(
      (mail) => mail.expected.startsCase && mail.expected.thread === expected.thread,
    )
    const hash = hashOf(this.#sent[begins] ?? new Uint8Array())
    const find = () =>
      this.#books
        .prepare(
          `select c.number from mail_intake i join case_messages m on m.id = i.message
           join cases c on c.id = m.case_id where i.raw_hash = ?`,
        )
        .get(hash)
    if (find() === undefined) await wait()
    return String(find()?.['number'])
  }
}

/** What became of each mail, in the order in which they were handed in. */
function rowsOf(books: DatabaseSync, sent: readonly Uint8Array[]): readonly Row[] {
  const find = books.prepare(
    `select i.state, i.reason, i.message, m.case_id from mail_intake i
     left join case_messages m on m.id = i.message where i.raw_hash = ? order by i.received_at, i.place`,
  )
  const byHash = new Map<string, Row[]>()
  return sent.map((raw) => {
    const hash = hashOf(raw)
    const rows = byHash.get(hash) ?? (find.all(hash) as unknown as Row[])
    byHash.set(hash, rows)
    return rows.shift() ?? { state: 'lost', reason: null, message: null, case_id: null }
  })
}

function compare(mails: readonly LoadMail[], rows: readonly Row[], cases: number): string[] {
  const broken: string[] = []
  const caseOfThread = new Map<number, string>()
  for (const [at, { expected, kind }] of mails.entries()) {
    const row = rows[at]
    const tell = (words: string) => broken.push(`mail ${at} (${kind}): ${words}`)
    if (row === undefined || row.state === 'lost' || row.state === 'waiting') {
      tell('lost')
      continue
    }
    if (expected.thread === null) {
      if (row.state !== 'unplaced') tell(`belongs to no case, and is ${row.state}`)
      continue
    }
    if (row.case_id === null) {
      tell(`became no message: ${row.reason}`)
      continue
    }
    const known = caseOfThread.get(expected.thread)
    if (known === undefined) caseOfThread.set(expected.thread, row.case_id)
    else if (known !== row.case_id) tell('is in another case')
    const original = expected.duplicateOf === null ? null : rows[expected.duplicateOf]
    if (original !== null && original?.message !== row.message) tell('was doubled')
  }
  if (new Set(caseOfThread.values()).size !== caseOfThread.size) broken.push('two threads share a case')
  if (cases !== caseOfThread.size) broken.push(`${cases} cases for ${caseOfThread.size} threads`)
  return broken
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
