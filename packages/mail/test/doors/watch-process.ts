// A process that watches a mailbox and kills itself at one point of one mail: `PORT USER PASSWORD FOLDER POINT NTH`.
// What is durable lies in FOLDER: a file for each mail, named by its key, and the position.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@holdfast/capabilities/system'
import type { MailboxPosition } from '../../src/doors/mailbox-settings.ts'
import { watchMailbox } from '../../src/doors/watch-mailbox.ts'

const [port = '', user = '', password = '', folder = '', point = '', nth = ''] = process.argv.slice(2)
let reached = 0

/** Counts mails at the point that was named, and ends the process without a word at the nth. */
function pass(name: string): void {
  if (name === point && ++reached === Number(nth)) process.kill(process.pid, 'SIGKILL')
}

function keep(name: string, content: string | Uint8Array): void {
  const path = join(folder, name)
  const file = openSync(`${path}.new`, 'w')
  writeSync(file, Buffer.from(content))
  fsyncSync(file)
  closeSync(file)
  renameSync(`${path}.new`, path)
}

const kept = join(folder, 'position')
const position = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as MailboxPosition) : null

watchMailbox(
  {
    ...{ name: 'support', folder: 'INBOX', afterwards: { kind: 'move', folder: 'Done' }, position },
    server: {
      ...{ host: '127.0.0.1', port: Number(port), security: 'none', trustedCertificates: null },
      login: { user, password },
    },
  },
  {
    clock: systemClock,
    take: async ({ doorKey, raw }) => {
      pass('received')
      const isKnown = existsSync(join(folder, doorKey ?? ''))
      if (!isKnown) keep(doorKey ?? '', raw)
      console.log(isKnown ? 'again' : 'new')
      pass('durable')
      return 'taken'
    },
    takeOversized: async () => 'taken',
    remember: async (next) => {
      pass('moved')
      keep('position', JSON.stringify(next))
      console.log(`position ${next.uidNext}`)
      pass('remembered')
    },
  },
)
