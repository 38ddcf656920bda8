import type { DoorRefusal } from '@holdfast/contract'
import type { Refusal } from '@holdfast/lease'
import type { Store } from '@holdfast/store'
import type { Caller } from '../../http/endpoint.ts'

/** Before people are shown by name: the scope that it needs, asked of the caller's token; null where it may be. */
export async function refuseReveal(
  caller: Pick<Caller, 'refuseWithout'>,
  reveal: boolean,
): Promise<Refusal<DoorRefusal> | null> {
  return reveal ? await caller.refuseWithout('desk:personal') : null
}

/** Written before the answer leaves: whose people were shown, by id. */
export async function recordReveal(
  store: Store,
  { actor, now }: Pick<Caller, 'actor' | 'now'>,
  shown: { readonly subject: `case:${string}` | `message:${string}`; readonly what: string },
): Promise<void> {
  const row = { action: 'personal-reveal', subject: shown.subject, detail: { what: shown.what } }
  await store.write(actor, (tx) => tx.note(row, now))
}
