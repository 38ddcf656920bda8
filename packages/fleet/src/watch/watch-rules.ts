/** When the watch speaks up. Each is a setting of the server; days are days of UTC. */
export type WatchRules = {
  /** Reminders that begin within so many days are told. */
  readonly remindWithinDays: number
  /** An observed device without a new look for so many days is silent. */
  readonly silentAfterDays: number
  /** Devices that come into one state on one day make a wave from this number on. */
  readonly waveDevices: number
}

export const watchRulesDefault: WatchRules = { remindWithinDays: 60, silentAfterDays: 90, waveDevices: 10 }
