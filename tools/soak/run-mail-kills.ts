// Kills the server while it receives and while it sends: nothing lost, nothing sent twice, at most one doubt a kill, shown.
import { createHash } from 'node:crypto'
import { systemClock } from '@holdfast/capabilities/system'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { openReceiver, type Receiver } from '@holdfast/mail/doors'
import { countMails, queueReplies, readTruth, untilSettled, type MailTruth } from './mail-books.ts'
import { loadDeskAddress, startMailProcess, type MailProcess } from '../load/mail-server.ts'
import { openSmtpLine } from '../load/smtp-line.ts'

export type MailKillsReport = {
  readonly kills: number
  /** Mails that were acknowledged, and messages that came of them. */
  readonly taken: number
  readonly messages: number
  readonly queued: number
  readonly sent: number
  readonly doubts: number
  readonly broken: readonly string[]
}

export type MailKillsOptions = {
  readonly folder: string
  readonly kills: number
  readonly seed: string
  readonly databaseUrl?: string
  readonly progress?: (line: string) => void
}

const mailsPerKill = 12
const repliesPerKill = 6
const linesPerRound = 3

/**
 * `kills` rounds: the server starts, mails come over three connections and replies wait to leave; at an acknowledgement or at
 * a mail in the sink, drawn by chance, the process is killed. In the end everything that is left is received and sent.
 */
export async function runMailKills(options: MailKillsOptions): Promise<MailKillsReport> {
  const { folder, kills, seed, databaseUrl } = options
  const entropy = new SeededEntropy(seed)
  const sink = await openCountingSink()
  const taken = new Set<string>()
  const broken: string[] = []
  const where = { folder, ...(databaseUrl === undefined ? {} : { databaseUrl }) }
  const start = () => startMailProcess({ ...where, sinkPort: sink.receiver.port })
  let doubts = 0
  for (let kill = 0; kill < kills; kill++) {
    await queueReplies(where, kill, repliesPerKill)
    const server = await start()
    doubts = await countDoubts({ server, doubts, kill, broken })
    const killAt = 1 + ((entropy.bytes(1)[0] ?? 0) % mailsPerKill)
    await runRound({ server, sink, taken, kill, killAt, isSending: kill % 2 === 1 })
    options.progress?.(
      `kill ${kill + 1} of ${kills}: ${taken.size} taken, ${sink.ids.length} sent, ${doubts} doubts`,
    )
  }
  const last = await start()
  await countDoubts({ server: last, doubts, kill: kills, broken })
  await untilSettled(last)
  await last.end('SIGTERM')
  await sink.receiver.stop()
  const truth = await readTruth(where)
  broken.push(...compare(truth, sink, taken))
  const countOf = (state: string) => truth.outgoing.filter((mail) => mail.state === state).length
  return {
    ...{ kills, taken: taken.size, messages: truth.received.length, queued: truth.outgoing.length },
    ...{ sent: countOf('sent'), doubts: countOf('doubt'), broken },
  }
}

/** The sender has one connection: a kill leaves one mail between its dot and its answer at most. */
async function countDoubts(after: {
  readonly server: MailProcess
  readonly doubts: number
  readonly kill: number
  readonly broken: string[]
}): Promise<number> {
  const { doubt = 0 } = await countMails(after.server)
  if (doubt - after.doubts > 1) after.broken.push(`kill ${after.kill} left ${doubt - after.doubts} doubts`)
  return doubt
}

type Sink = {
  readonly receiver: Receiver
  /** Hashes of the mails that arrived, in their order, each as often as it came. */
  readonly ids: string[]
  onMail: (() => void) | null
}

async function openCountingSink(): Promise<Sink> {
  const sink: { receiver: Receiver | null; ids: string[]; onMail: (() => void) | null } = {
    ...{ receiver: null, ids: [], onMail: null },
  }
  sink.receiver = await openReceiver(
    { name: 'sink', hostName: 'sink.example', host: '127.0.0.1', port: 0, security: { kind: 'none' } },
    {
      clock: systemClock,
      acceptsRecipient: () => true,
      take: async ({ raw }) => {
        sink.ids.push(idOf(raw))
        // Before the answer leaves: the server that is killed now cannot know.
        sink.onMail?.()
        return 'taken'
      },
    },
  )
  return sink as Sink
}

async function runRound(round: {
  readonly server: MailProcess
  readonly sink: Sink
  readonly taken: Set<string>
  readonly kill: number
  readonly killAt: number
  readonly isSending: boolean
}): Promise<void> {
  const { server, sink, taken, kill, killAt, isSending } = round
  let counted = 0
  const count = () => {
    counted += 1
    if (counted === (isSending ? 1 + (killAt % 3) : killAt)) server.child.kill('SIGKILL')
  }
  if (isSending) sink.onMail = count
  const lines = await Promise.all(
    Array.from({ length: linesPerRound }, () => openSmtpLine(server.smtpPort).catch(() => null)),
  )
  await Promise.all(
    lines.map(async (line, at) => {
      for (let mail = at; mail < mailsPerKill; mail += linesPerRound) {
        const raw = composeMail(kill, mail)
        const reply = (await line?.send(raw, loadDeskAddress)) ?? null
        if (reply === null) return
        if (!reply.startsWith('250')) continue
        taken.add(idOf(raw))
        if (!isSending) count()
      }
    }),
  )
  for (const line of lines) line?.close()
  await server.end('SIGKILL')
  sink.onMail = null
}

function composeMail(kill: number, mail: number): Buffer {
  const id = `m${kill}-${mail}@harbour.example`
  return Buffer.from(
    [
      `From: Ines Calder <ines@harbour.example>`,
      `To: ${loadDeskAddress}`,
      `Date: Mon, 02 Mar 2026 09:00:00 +0800`,
      `Message-ID: <${id}>`,
      `Subject: mail ${mail} of round ${kill}`,
      '',
      `This is mail ${mail} of round ${kill}.`,
      '',
    ].join('\r\n'),
  )
}

/** The Message-ID, by which a mail is counted. */
function idOf(raw: Uint8Array): string {
  const found = /^Message-ID: <([^>]+)>/im.exec(Buffer.from(raw).toString('latin1'))?.[1]
  return found ?? createHash('sha256').update(raw).digest('hex')
}

function compare(truth: MailTruth, sink: Sink, taken: ReadonlySet<string>): string[] {
  const { received, outgoing, failed } = truth
  const doubled = (ids: readonly string[]) => ids.filter((id, at) => ids.indexOf(id) !== at)
  const states = new Map(outgoing.map(({ id, state }) => [id, state]))
  const open = outgoing.filter(({ state }) => state !== 'sent' && state !== 'doubt')
  return [
    ...[...taken].filter((id) => !received.includes(id)).map((id) => `${id} was acknowledged and is lost`),
    ...doubled(received).map((id) => `${id} is two messages`),
    ...doubled(sink.ids).map((id) => `${id} was sent twice`),
    ...outgoing
      .filter(({ id, state }) => state === 'sent' && !sink.ids.includes(id))
      .map(({ id }) => `${id} is marked sent and never arrived`),
    ...sink.ids.filter((id) => !states.has(id)).map((id) => `${id} arrived and is unknown`),
    ...open.map(({ id, state }) => `${id} is ${state} in the end`),
    ...(failed === 0 ? [] : [`${failed} mails could not be read`]),
  ]
}
