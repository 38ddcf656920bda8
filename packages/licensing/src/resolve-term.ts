import { instantMax, type Instant } from '@holdfast/capabilities'
import { addCivilPeriod } from '@holdfast/capabilities/calendar'
import type { Term } from '@holdfast/lease'
import type { TermRule } from './licence.ts'

/**
 * When a licence ends, by its rule: once at the order, and once more at the first activation where the order left it
 * open (`null`). Whoever calls stores the answer; nothing computes it again.
 * A period that runs past year 9999 ends at its last second: `decideOrder` refuses such an order, and should the first
 * activation come so late all the same, refusing would strand a device and `perpetual` would promise more than was sold.
 * Source: docs/spec/activation-protocol.md §8.
 */
export function resolveTerm(
  rule: TermRule,
  moments: { readonly orderedAt: Instant; readonly firstActivation: Instant | null },
): Term | null {
  if (rule.kind === 'perpetual') return { kind: 'perpetual' }
  if (rule.kind === 'until') return { kind: 'until', until: rule.until }
  const start = rule.from === 'order' ? moments.orderedAt : moments.firstActivation
  if (start === null) return null
  return { kind: 'until', until: addCivilPeriod(start, rule.period, rule.zone) ?? instantMax }
}
