// An IMAP server of a few mails that can be told to misbehave at one command.
import { openScriptedServer, type ScriptedServer, type Talk } from './scripted-server.ts'

export type ScriptedImap = ScriptedServer & {
  readonly mails: Map<number, Buffer>
  /** Flags that were set, by number of the mail. */
  readonly flagged: Set<number>
  /** Commands so far, without their tags and arguments. */
  readonly commands: string[]
}

export type ImapScript = {
  readonly capabilities?: string
  readonly uidValidity?: number
  /** Sizes that are told wrongly. */
  readonly lies?: { readonly [uid: number]: number }
  /** What to say in place of the right answer to a command, told once or always; null: the right one. */
  readonly instead?: (command: string, talk: Talk, tag: string, line: string) => 'done' | null
}

export async function openScriptedImap(script: ImapScript = {}): Promise<ScriptedImap> {
  const mails = new Map<number, Buffer>()
  const flagged = new Set<number>()
  const commands: string[] = []
  const capabilities = script.capabilities ?? 'IMAP4rev1'
  const server = await openScriptedServer(`* OK [CAPABILITY ${capabilities}] ready`, async (talk) => {
    for (let line = await talk.line(); line !== null; line = await talk.line()) {
      const [tag = '', first = '', second = ''] = line.split(' ')
      const command = first.toUpperCase() === 'UID' ? `UID ${second.toUpperCase()}` : first.toUpperCase()
      commands.push(command)
      if (script.instead?.(command, talk, tag, line) === 'done') continue
      for (const answer of answersTo(command, line)) talk.socket.write(answer)
      talk.say(`${tag} OK done`)
    }
  })

  function answersTo(command: string, line: string): (string | Buffer)[] {
    const uids = [...mails.keys()].toSorted((a, b) => a - b)
    switch (command) {
      case 'CAPABILITY':
        return [`* CAPABILITY ${capabilities}\r\n`]
      case 'LIST':
        return ['* LIST () "/" INBOX\r\n']
      case 'SELECT':
        return [
          '* FLAGS (\\Seen)\r\n* OK [PERMANENTFLAGS (\\Seen)] ok\r\n',
          `* ${uids.length} EXISTS\r\n* OK [UIDVALIDITY ${script.uidValidity ?? 7}] ok\r\n`,
        ]
      case 'NOOP':
        return [`* ${uids.length} EXISTS\r\n`]
      case 'UID SEARCH': {
        const from = Number(/UID (\d+):\*/.exec(line)?.[1] ?? 1)
        const last = uids.at(-1)
        const found = uids.filter((uid) => uid >= from)
        // As real servers do: the newest is always within n:*.
        return [`* SEARCH ${(found.length === 0 && last !== undefined ? [last] : found).join(' ')}\r\n`]
      }
      case 'UID FETCH':
        return fetched(line, uids)
      case 'UID STORE':
        flagged.add(Number(line.split(' ')[3]))
        return []
      default:
        return []
    }
  }

  function fetched(line: string, uids: readonly number[]): (string | Buffer)[] {
    const wanted = (line.split(' ')[3] ?? '').split(',').map(Number)
    return uids
      .map((uid, at) => ({ uid, sequence: at + 1 }))
      .filter(({ uid }) => wanted.includes(uid))
      .flatMap(({ uid, sequence }): (string | Buffer)[] => {
        const raw = mails.get(uid) ?? Buffer.alloc(0)
        const partial = /BODY\.PEEK\[\]<0\.(\d+)>/.exec(line)
        if (partial === null) {
          const size = script.lies?.[uid] ?? raw.length
          const date = '" 2-Mar-2026 07:59:00 +0000"'
          return [`* ${sequence} FETCH (UID ${uid} RFC822.SIZE ${size} INTERNALDATE ${date})\r\n`]
        }
        const bytes = raw.subarray(0, Number(partial[1]))
        return [`* ${sequence} FETCH (UID ${uid} BODY[]<0> {${bytes.length}}\r\n`, bytes, ')\r\n']
      })
  }

  return { ...server, mails, flagged, commands }
}
