import { formatInstant } from '@holdfast/capabilities'
import type { PlanItemWire, PlanWire } from '@holdfast/contract'
import { formatEnd, planFormat, type ItemState, type PlanState } from '@holdfast/fleet'
import type { PlanItemRecord, PlanOutcome } from '@holdfast/store'
import { momentOrNull } from './books.ts'

const at = formatInstant

export function planWire({ plan, sums }: PlanOutcome): PlanWire {
  const { selection } = plan
  return {
    format: planFormat,
    id: plan.id,
    title: plan.title,
    selection: { ...selection, endsBefore: momentOrNull(selection.endsBefore) },
    horizon: at(plan.horizon),
    silentDays: plan.silentDays,
    state: planStateWire(plan.state),
    madeAt: at(plan.madeAt),
    madeBy: plan.madeBy,
    itemsTotal: plan.items,
    counts: { ...sums.counts },
    cost: { ...sums.remedies },
    seatsGivenBack: sums.seatsGivenBack,
  }
}

function planStateWire(state: PlanState): PlanWire['state'] {
  return state.kind === 'previewed' ? state : { ...state, at: at(state.at) }
}

export function planItemWire(item: PlanItemRecord): PlanItemWire {
  const { position, kind, device, name, serial, scheme, need, remedy, seatGivenBack } = item
  return {
    ...{ position, kind, device, name, serial, scheme, need, remedy, seatGivenBack },
    end: formatEnd(item.end),
    expectedEnd: formatEnd(item.expectedEnd),
    state: itemStateWire(item.state),
  }
}

function itemStateWire(state: ItemState): PlanItemWire['state'] {
  return 'at' in state ? { ...state, at: at(state.at) } : state
}
