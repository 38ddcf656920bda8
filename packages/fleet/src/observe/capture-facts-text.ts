import type { CustomerId } from '@holdfast/lease'
import { factsTextOfLook, type Look } from './look.ts'

/**
 * What makes a capture the one that it is, as one text: what was read in it, whose it is, and what its looks tell apart.
 * `reading` is what was read, without encoding and line ends: one text in UTF-16 and in UTF-8 is one capture.
 */
export function factsTextOfCapture(capture: {
  readonly customer: CustomerId | null
  readonly source: string
  readonly reading: unknown
  readonly looks: readonly Look[]
}): string {
  const { customer, source, reading, looks } = capture
  const told = looks.length === 0 ? ['file', source] : looks.map((look) => factsTextOfLook(look, customer))
  return JSON.stringify(['holdfast capture 1', customer, told, reading])
}
