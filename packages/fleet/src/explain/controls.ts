// Which controls are open in which state, and why. Observed on the activation windows of the products in the field.
import type { Control, DiagnosisCode } from './diagnosis.ts'

const activated: readonly Control[] = [
  { control: 'enter-key', open: false, reason: 'counts-as-activated' },
  { control: 'activate', open: false, reason: 'counts-as-activated' },
  { control: 'renew', open: true, reason: 'any-time-on-network' },
  { control: 'clear', open: true, reason: 'success-proves-nothing' },
]
const lapsed: readonly Control[] = [
  { control: 'enter-key', open: true, reason: 'activation-over' },
  { control: 'activate', open: true, reason: 'activation-over' },
  { control: 'renew', open: true, reason: 'any-time-on-network' },
  { control: 'clear', open: false, reason: 'nothing-to-clear' },
]
const keyless: readonly Control[] = [
  { control: 'enter-key', open: true, reason: 'no-key' },
  { control: 'activate', open: false, reason: 'no-key' },
  { control: 'renew', open: false, reason: 'nothing-to-renew' },
  { control: 'clear', open: false, reason: 'nothing-to-clear' },
]
const permanent: readonly Control[] = [
  { control: 'enter-key', open: false, reason: 'counts-as-activated' },
  { control: 'activate', open: false, reason: 'counts-as-activated' },
  { control: 'renew', open: false, reason: 'nothing-to-renew' },
  { control: 'clear', open: true, reason: 'success-proves-nothing' },
]
const unreachable: readonly Control[] = (['enter-key', 'activate', 'renew', 'clear'] as const).map(
  (control) => ({ control, open: false, reason: 'service-needed' }),
)

export const controlsByCode: { readonly [code in DiagnosisCode]: readonly Control[] } = {
  'service-failed': unreachable,
  'key-missing': keyless,
  'non-genuine': lapsed,
  'evaluation-ended': lapsed,
  'hardware-changed': lapsed,
  lapsed,
  'not-activated': lapsed,
  'additional-grace': lapsed,
  'cloned-machine-ids': activated,
  'count-below-minimum': lapsed,
  'host-unreachable': lapsed,
  'reminder-window': activated,
  'renewal-overdue': activated,
  'initial-grace': lapsed,
  'term-unusual': activated,
  'evaluation-running': activated,
  unclear: [],
  healthy: activated,
  permanent,
}
