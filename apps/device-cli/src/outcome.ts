import type { DeviceLicence, DeviceRefusal } from '@holdfast/device'
import type { Typed } from './command-line.ts'
import type { Place } from './settings.ts'
import type { Surroundings } from './surroundings.ts'
import type { Words } from './words/words.ts'

/** What a command did: one JSON document for programs, sentences for people. */
export type Done = { readonly kind: 'done'; readonly json: object; readonly text: string }
export type Outcome = Done | DeviceRefusal

/** What a command is given. */
export type Ask = {
  readonly typed: Typed
  readonly place: Place
  readonly words: Words
  readonly licence: DeviceLicence
  readonly surroundings: Surroundings
}

export type RunCommand = (ask: Ask) => Promise<Outcome> | Outcome
