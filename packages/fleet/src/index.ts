export type { Epoch, TimeFault, TimeFinding, TimeUnit } from './fault.ts'
export type { Certainty, Observation, SecondsRange, Span } from './observation.ts'

export type { ChecklistStep, ChecklistStepCode } from './repair/checklist.ts'
export { checklistOf, checklistStepCodes } from './repair/checklist.ts'
export { decideNeed } from './repair/decide-need.ts'
export type { PlanDecided, PlanItem } from './repair/decide-plan.ts'
export {
  adviceAfterSeconds,
  adviceWindow,
  countItems,
  decideItem,
  decideItemRun,
  decidePlan,
  planExaminedMax,
  planItemsMax,
} from './repair/decide-plan.ts'
export type { DeviceList, ListedDevice } from './repair/device-list.ts'
export { formatEnd, parseDeviceEntries, parseDeviceList } from './repair/device-list.ts'
export type { End } from './repair/end.ts'
export { earlierEnd, endsEarlier } from './repair/end.ts'
export type {
  ActivationScheme,
  DeviceMarks,
  ForeignDevice,
  Foreseen,
  Need,
  OwnDevice,
  PlanDevice,
  PlanOptions,
} from './repair/plan-device.ts'
export { activationSchemes, needs, noMarks } from './repair/plan-device.ts'
export type { PlanEnds } from './repair/plan-ends.ts'
export { parsePlanEnds, planFormat } from './repair/plan-ends.ts'
export type { ItemCounts, ItemEvent, ItemState, PlanAction, PlanState } from './repair/plan-state.ts'
export { decidePlanAction, isFinished, itemStates, nextItemState } from './repair/plan-state.ts'
export type { Because, RemedyName, StartedHow } from './repair/remedies.ts'
export { costOf, isByHand, remedyNames } from './repair/remedies.ts'
export type { Sighting, SightingSource } from './repair/sighting.ts'
export { sightingOfObservation, sightingOfReceipt } from './repair/sighting.ts'
export type { ItemToVerify, ItemVerdict } from './repair/verify-item.ts'
export { verifyItemBy } from './repair/verify-item.ts'
