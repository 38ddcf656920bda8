import type { Ask } from './outcome.ts'

/** What an exchange over the network is told: the address, where one is known here, and how long it may take. */
export function exchangeInput({ typed, place }: Ask): { server?: string; deadlineMs?: number } {
  return {
    ...(place.server === undefined ? {} : { server: place.server }),
    ...(typed.deadline === undefined ? {} : { deadlineMs: typed.deadline * 1000 }),
  }
}
