import type { Instant } from '@holdfast/capabilities'
import type { DoorRefusal, Input, Operation, Output, RefusalOf, Scope } from '@holdfast/contract'
import type { Refusal } from '@holdfast/lease'
import type { Actor } from '@holdfast/store'
import type { Services } from '../services.ts'
import type { Locale } from './problem.ts'

/** What a door hands to an operation beside its input. The door reads the clock once. */
export type Caller = {
  readonly actor: Actor
  readonly now: Instant
  readonly locale: Locale
  /** SCOPE_MISSING where the caller's token does not have this one as well. */
  readonly refuseWithout: (scope: Scope) => Promise<Refusal<DoorRefusal> | null>
}

/** An operation of the contract with its answer. `run` believes the types of its input: the schemas were checked. */
export type Endpoint = {
  readonly operation: Operation
  run(input: unknown, caller: Caller, services: Services): Promise<unknown>
}

export function endpoint<const O extends Operation>(
  operation: O,
  run: (input: Input<O>, caller: Caller, services: Services) => Promise<Output<O> | Refusal<RefusalOf<O>>>,
): Endpoint {
  return { operation, run: (input, caller, services) => run(input as Input<O>, caller, services) }
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'refused'
}
