// A watched mailbox with a sink that knows mails by their key, as the desk's books do, and conditions to wait for.
import type { Clock } from '@holdfast/capabilities'
import { ManualClock } from '@holdfast/capabilities/testing'
import type { MailServer } from '../../src/doors/mail-server.ts'
import type {
  MailboxPosition,
  MailboxSettings,
  MailboxState,
  OversizedMail,
} from '../../src/doors/mailbox-settings.ts'
import type { ReceivedMail } from '../../src/doors/received-mail.ts'
import { watchMailbox, type MailboxWatch } from '../../src/doors/watch-mailbox.ts'

export type Watched = {
  readonly watch: MailboxWatch
  /** By mailbox and door key. */
  readonly stored: Map<string, ReceivedMail>
  readonly oversized: OversizedMail[]
  readonly remembered: MailboxPosition[]
  readonly states: MailboxState[]
  /** How often the sink was offered a mail. */
  readonly offered: () => number
  /** How often the mailbox was found connected. */
  readonly looks: () => number
  /** Resolves when `condition` holds, asked whenever anything happens. */
  readonly until: (condition: () => boolean) => Promise<void>
}

export type WatchedGiven = {
  readonly clock?: Clock
  readonly settings?: Partial<MailboxSettings>
  readonly stored?: Map<string, ReceivedMail>
  /** The sink stores this many and then answers no more, as a process that ends there. */
  readonly endAfterTaking?: number
  /** Refuses this many times first. */
  readonly refusals?: number
}

export function openWatched(server: MailServer, given: WatchedGiven = {}): Watched {
  const { clock = new ManualClock('2026-03-02T08:00:00Z'), stored = new Map<string, ReceivedMail>() } = given
  const oversized: OversizedMail[] = []
  const remembered: MailboxPosition[] = []
  const states: MailboxState[] = []
  const waiting = new Set<{ condition: () => boolean; resolve: () => void }>()
  let offered = 0
  let refusals = given.refusals ?? 0
  const tell = () => {
    for (const one of waiting)
      if (one.condition()) {
        waiting.delete(one)
        one.resolve()
      }
  }
  const take = async (mail: ReceivedMail): Promise<'taken'> => {
    offered++
    if (refusals > 0) {
      refusals--
      throw new Error('the books are closed')
    }
    stored.set(`${mail.mailbox} ${mail.doorKey}`, mail)
    tell()
    if (given.endAfterTaking !== undefined && offered >= given.endAfterTaking) throw new Error('ended here')
    return 'taken'
  }
  const watch = watchMailbox(
    {
      ...{ name: 'support', server, folder: 'INBOX', afterwards: { kind: 'keep' }, position: null },
      ...given.settings,
    },
    {
      ...{ clock, take },
      takeOversized: async (mail) => {
        oversized.push(mail)
        return 'taken'
      },
      remember: async (position) => {
        remembered.push(position)
        tell()
      },
      changed: (state) => {
        states.push(state)
        tell()
      },
    },
  )
  return {
    ...{ watch, stored, oversized, remembered, states },
    offered: () => offered,
    looks: () => states.filter(({ kind }) => kind === 'connected').length,
    until: (condition) =>
      new Promise((resolve) => {
        waiting.add({ condition, resolve })
        tell()
      }),
  }
}
