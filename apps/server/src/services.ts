import type { Clock, Entropy } from '@holdfast/capabilities'
import type { Store } from '@holdfast/store'
import type { FailedProofs } from './exchange/failed-proofs.ts'
import type { SignatureWorkers } from '@holdfast/lease'
import type { Log } from './log.ts'
import type { Metrics } from './http/metrics.ts'
import type { DeskTools } from './desk/desk-tools.ts'
import type { ServiceTime } from './desk/service-time.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { KeyRing } from './keys/key-ring.ts'
import type { WebhookTargets } from './webhooks/webhook-address.ts'
import type { WebhookSecrets } from './webhooks/webhook-secret.ts'

/** What the doors are lent. Made in compose.ts, nowhere else. */
export type Services = {
  readonly store: Store
  readonly clock: Clock
  readonly entropy: Entropy
  readonly keys: KeyRing
  readonly failedProofs: FailedProofs
  readonly signatures: SignatureWorkers
  readonly metrics: Metrics
  readonly log: Log
  readonly jobs: Jobs
  readonly desk: DeskTools
  readonly serviceTime: ServiceTime
  readonly webhooks: Webhooks
  readonly about: About
}

/** What it takes to make a webhook and to send to it. */
export type Webhooks = {
  readonly keySecret: Uint8Array | null
  readonly secrets: WebhookSecrets
  readonly targets: WebhookTargets
}

/** What a status may say of this server; no secret. `address` is known once the server listens. */
export type About = {
  readonly version: string
  readonly engine: 'sqlite' | 'postgres'
  readonly keysEncrypted: boolean
  address: string
  stopping: boolean
}
