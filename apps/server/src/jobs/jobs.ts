import type { Clock } from '@holdfast/capabilities'
import type { Actor, Store } from '@holdfast/store'
import type { ServerConfig } from '../config/server-config.ts'
import type { Log } from '../log.ts'
import type { WebhookSecrets } from '../webhooks/webhook-secret.ts'
import { OutboxSender } from './outbox-sender.ts'
import type { Watched } from './watch-fleet.ts'
import { WatchJob } from './watch-job.ts'

/** What runs beside the door. */
export type Jobs = {
  start(): void
  /** Captures came in: the fleet is looked at soon. */
  capturesAdded(): void
  /** Looks at the fleet now; null where that is going on already. */
  watchNow(): Promise<Watched | null>
  /** Finishes what is going on, or gives it back. */
  stop(): Promise<void>
}

export function composeJobs(lent: {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly actor: Actor
  readonly config: Pick<ServerConfig, 'watch' | 'webhookTargets'>
  readonly secrets: WebhookSecrets
}): Jobs {
  const { store, clock, log, actor, secrets } = lent
  const { watch: settings, webhookTargets: targets } = lent.config
  const outbox = new OutboxSender({ store, clock, log, actor, secrets, targets })
  const onRaised = () => outbox.wake()
  const watch = new WatchJob({ store, clock, log, actor, onRaised, ...settings })
  return {
    start() {
      watch.start()
      outbox.start()
    },
    capturesAdded: () => watch.wake(),
    watchNow: () => watch.runNow(),
    async stop() {
      await Promise.all([watch.stop(), outbox.stop()])
    },
  }
}
