// The entries of a run: what a person would see at each moment at which something happens. spec: modelled-device §9
import { formatInstant, type Instant } from '@holdfast/capabilities'
import { entriesMax, type Model, type ModelState } from './model.ts'
import {
  controlFace,
  leftSeconds,
  printedDays,
  ruleOfRelease,
  shownTexts,
  standingAt,
  type ControlFace,
  type EndOfTerm,
  type ModelledDevice,
  type Standing,
} from './modelled-device.ts'
import type { Words } from './words.ts'

export type TimelineEvent =
  | 'activated'
  | 'upgraded'
  | 'action'
  | 'host-lost'
  | 'host-back'
  | 'reminders-begin'
  | 'term-ends'
  | 'grace-ends'
  | 'renewed'
  | 'renewal-failed'
  | 'observed'
  | 'not-known'
  | 'run-ends'

/** What happens again and again from an entry on, until something else happens. */
export type Repeats = { readonly everySeconds: number; readonly times: number; readonly last: Instant }

export type Entry = {
  readonly at: Instant
  readonly event: TimelineEvent
  readonly about: string | null
  readonly release: string
  readonly state: ModelState
  readonly end: EndOfTerm | null
  readonly reported: Words | null
  readonly stoppedBy: readonly string[]
  readonly shown: readonly Words[]
  readonly controls: { readonly [control: string]: ControlFace }
  readonly remainingSeconds: number | null
  readonly printedDays: number | null
  readonly repeats: Repeats | null
  /** Rules by which this happened. */
  readonly rules: readonly string[]
  /** Rules of which nobody knows whether they are so, and on which this or anything before it hangs. */
  readonly hangsOn: readonly string[]
}

export type Happening = {
  readonly at: Instant
  readonly event: TimelineEvent
  readonly device: ModelledDevice
  readonly about?: string | null
  readonly reported?: Words | null
  readonly stoppedBy?: readonly string[]
  readonly rules?: readonly string[]
  readonly repeats?: Repeats
}

type Series = { readonly index: number; readonly first: Instant; readonly everySeconds: number }

/** Writes the entries of one run. Reminders and failed renewals are one entry each, with how often they came. */
export class Timeline {
  readonly #model: Model
  readonly #entries: Entry[] = []
  #reminders: Series | null = null
  #failures: Series | null = null
  readonly #hangsOn = new Set<string>()

  constructor(model: Model) {
    this.#model = model
  }

  get full(): boolean {
    return this.#entries.length >= entriesMax
  }

  get entries(): readonly Entry[] {
    return this.#entries
  }

  add(happening: Happening): void {
    const { at, device } = happening
    const standing = standingAt(this.#model, device, at)
    const { state } = standing
    if (state !== 'reminding') {
      this.#close(this.#reminders, (at - 1) as Instant)
      this.#reminders = null
    }
    if (device.attempt.kind !== 'failing') {
      this.#close(this.#failures, at)
      this.#failures = null
    }
    this.#entries.push(this.#entryOf(happening, standing))
    const index = this.#entries.length - 1
    const reminder = ruleOfRelease(this.#model, 'reminder', device)
    if (state === 'reminding' && this.#reminders === null && reminder !== null)
      this.#reminders = { index, first: at, everySeconds: reminder.follows.everySeconds }
    if (happening.event === 'renewal-failed' && device.attempt.kind === 'failing')
      this.#failures = { index, first: at, everySeconds: device.attempt.retrySeconds }
  }

  /** Ends what still goes on at the end of the run. */
  finish(at: Instant): void {
    this.#close(this.#reminders, at)
    this.#close(this.#failures, at)
  }

  #close(series: Series | null, until: Instant): void {
    if (series === null) return
    const { index, first, everySeconds } = series
    const more = Math.max(Math.floor((until - first) / everySeconds), 0)
    const repeats = { everySeconds, times: more + 1, last: (first + more * everySeconds) as Instant }
    const entry = this.#entries[index]
    if (entry !== undefined) this.#entries[index] = { ...entry, repeats }
  }

  #entryOf(happening: Happening, standing: Standing): Entry {
    const { at, event, device } = happening
    const left = leftSeconds(this.#model, device, at)
    const rules = happening.rules ?? []
    for (const rule of this.#model.rules)
      if (rule.mark === 'unknown' && rules.includes(rule.id)) this.#hangsOn.add(rule.id)
    return {
      at,
      event,
      about: happening.about ?? null,
      release: device.release,
      state: standing.state,
      end: device.activation?.end ?? null,
      reported: happening.reported ?? null,
      stoppedBy: happening.stoppedBy ?? [],
      shown: shownTexts(this.#model, device, standing),
      controls: Object.fromEntries(
        this.#model.controls.map(({ id }) => [id, controlFace(this.#model, id, device, standing)]),
      ),
      remainingSeconds: left,
      printedDays: printedDays(this.#model, device, left),
      repeats: happening.repeats ?? null,
      rules,
      hangsOn: [...this.#hangsOn],
    }
  }
}

/** An entry as JSON has it: moments as text. */
export function formatEntry(entry: Entry): { readonly [member: string]: unknown } {
  const { repeats } = entry
  return {
    ...entry,
    at: formatInstant(entry.at),
    end: typeof entry.end === 'number' ? formatInstant(entry.end) : entry.end,
    repeats: repeats === null ? null : { ...repeats, last: formatInstant(repeats.last) },
  }
}
