import type { Clock, Entropy } from '@holdfast/capabilities'
import type { Name, Release } from '@holdfast/lease'
import type { Allowance, Facts, UptimeReader } from './device-licence.ts'
import type { GivenTrust } from './held-trust.ts'
import type { HeldReader } from './held-licence.ts'

/** What every action works with: the options with their defaults, and the reader of what is held. */
export type DeviceContext = {
  readonly product: Name
  readonly dir: string
  readonly trust: GivenTrust
  readonly release: Release | null
  /** `null`: they are not this machine's own, and not at hand. */
  readonly facts: () => Facts | null
  /** The facts come from the product, not from this machine's own collectors. */
  readonly factsGiven: boolean
  readonly clock: Clock
  readonly entropy: Entropy
  readonly uptime: UptimeReader
  readonly server: string | null
  readonly defaults: { readonly [feature: Name]: Allowance }
  readonly name: string | null
  readonly language: 'en' | 'zh'
  readonly read: HeldReader
}
