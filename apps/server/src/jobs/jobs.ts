import type { Clock, Entropy } from '@holdfast/capabilities'
import type { Actor, Store } from '@holdfast/store'
import type { ServerConfig } from '../config/server-config.ts'
import type { DeskKeys } from '../desk/desk-secret.ts'
import { MailTraffic } from '../desk/mail-traffic.ts'
import type { ServiceTime } from '../desk/service-time.ts'
import type { Log } from '../log.ts'
import type { WebhookSecrets } from '../webhooks/webhook-secret.ts'
import { DeadlineJob } from './deadline-job.ts'
import { OutboxSender } from './outbox-sender.ts'
import type { Watched } from './watch-fleet.ts'
import { WatchJob } from './watch-job.ts'

/** What runs beside the door. */
export type Jobs = {
  /** Throws StartFailure where mail is to be received at an address that cannot be listened on. */
  start(): Promise<void>
  /** Captures came in: the fleet is looked at soon. */
  capturesAdded(): void
  /** Looks at the fleet now; null where that is going on already. */
  watchNow(): Promise<Watched | null>
  /** null: no mail is configured. */
  readonly mail: Pick<MailTraffic, 'mailQueued' | 'intakeChanged' | 'receiverPort'> | null
  /** Finishes what is going on, or gives it back. */
  stop(): Promise<void>
}

export function composeJobs(lent: {
  readonly store: Store
  readonly clock: Clock
  readonly entropy: Entropy
  readonly log: Log
  readonly actor: Actor
  readonly config: Pick<ServerConfig, 'watch' | 'webhookTargets' | 'mail'>
  readonly deskKeys: DeskKeys
  readonly mailGatherMs: number
  readonly mailReadsThreaded: boolean
  readonly secrets: WebhookSecrets
  readonly serviceTime: ServiceTime
}): Jobs {
  const { store, clock, log, actor, secrets, serviceTime } = lent
  const { watch: settings, webhookTargets: targets } = lent.config
  const outbox = new OutboxSender({ store, clock, log, actor, secrets, targets })
  const onRaised = () => outbox.wake()
  const watch = new WatchJob({ store, clock, log, actor, onRaised, ...settings })
  const deadlines = new DeadlineJob({ store, clock, log, actor, serviceTime, onWarned: onRaised })
  const { mail: config } = lent.config
  const mail =
    config === null
      ? null
      : new MailTraffic({
          ...{ ...lent, config, gatherMs: lent.mailGatherMs, readsThreaded: lent.mailReadsThreaded },
        })
  return {
    mail,
    async start() {
      watch.start()
      outbox.start()
      deadlines.start()
      await mail?.start()
    },
    capturesAdded: () => watch.wake(),
    watchNow: () => watch.runNow(),
    async stop() {
      await Promise.all([watch.stop(), outbox.stop(), deadlines.stop(), mail?.stop()])
    },
  }
}
