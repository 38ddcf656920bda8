import { watchRulesDefault, type WatchRules } from '@holdfast/fleet'
import type { WebhookTargets } from '../webhooks/webhook-address.ts'

/** When the server looks at the fleet by itself. `atSeconds` after midnight, UTC. */
export type WatchConfig = { readonly rules: WatchRules; readonly atSeconds: number }

export const watchConfigDefault: WatchConfig = { rules: watchRulesDefault, atSeconds: 3 * 3600 }

export type WatchFlags = {
  readonly watchAt?: string
  readonly watchRemindWithinDays?: string
  readonly watchSilentAfterDays?: string
  readonly watchWaveDevices?: string
  readonly webhookTargets?: string
}

type Complain = (setting: string, reason: string) => null

export function parseWatchConfig(given: WatchFlags, complain: Complain): WatchConfig {
  const defaults = watchRulesDefault
  const count = (
    setting: string,
    text: string | undefined,
    limits: { from: number; to: number; otherwise: number },
  ) => {
    if (text === undefined) return limits.otherwise
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (value >= limits.from && value <= limits.to) return value
    complain(setting, `is no whole number from ${limits.from} to ${limits.to}`)
    return limits.otherwise
  }
  const days = { from: 1, to: 3_650 }
  return {
    rules: {
      remindWithinDays: count('watch-remind-within-days', given.watchRemindWithinDays, {
        ...days,
        otherwise: defaults.remindWithinDays,
      }),
      silentAfterDays: count('watch-silent-after-days', given.watchSilentAfterDays, {
        ...days,
        otherwise: defaults.silentAfterDays,
      }),
      waveDevices: count('watch-wave-devices', given.watchWaveDevices, {
        from: 2,
        to: 1_000_000,
        otherwise: defaults.waveDevices,
      }),
    },
    atSeconds: parseTimeOfDay(given.watchAt, complain) ?? watchConfigDefault.atSeconds,
  }
}

function parseTimeOfDay(text: string | undefined, complain: Complain): number | null {
  if (text === undefined) return null
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (found === null) return complain('watch-at', 'is no time of day such as 03:00')
  return Number(found[1]) * 3600 + Number(found[2]) * 60
}

export function parseWebhookTargets(text: string | undefined, complain: Complain): WebhookTargets {
  if (text === 'loopback' || text === 'https') return text
  if (text !== undefined) complain('webhook-targets', 'is neither "https" nor "loopback"')
  return 'https'
}
