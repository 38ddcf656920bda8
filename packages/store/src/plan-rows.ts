// Plans and items <-> rows.
import type { Instant } from '@holdfast/capabilities'
import {
  activationSchemes,
  needs,
  remedyNames,
  type Because,
  type End,
  type ItemState,
  type PlanItem,
  type PlanState,
  type StartedHow,
} from '@holdfast/fleet'
import type { PlanId } from '@holdfast/lease'
import type { PlanItemRecord, PlanRecord } from './plans-interface.ts'
import { RowReader } from './row-reader.ts'
import type { PlanItemRow, PlanRow } from './tables.ts'

export function planOfRow(row: PlanRow): PlanRecord {
  const reader = new RowReader('plans', row.id, row)
  return {
    id: reader.text('id'),
    title: reader.text('title'),
    selection: {
      finding: reader.textOrNull('finding'),
      customer: reader.textOrNull('customer'),
      endsBefore: reader.instantOrNull('ends_before'),
      listed: reader.countOrNull('listed'),
    },
    horizon: reader.instant('horizon'),
    silentDays: reader.count('silent_days'),
    items: reader.count('items'),
    madeAt: reader.instant('made_at'),
    madeBy: reader.text('made_by'),
    state: planStateOfRow(reader),
  }
}

function planStateOfRow(reader: RowReader<PlanRow>): PlanState {
  const kind = reader.text('state')
  const at = reader.instant('state_at')
  switch (kind) {
    case 'previewed':
      return { kind }
    case 'approved':
    case 'running':
      return { kind, at, by: reader.text('state_by'), risk: reader.textOrNull('state_risk') }
    case 'finished':
      return { kind, at }
    case 'closed':
      return { kind, at, by: reader.text('state_by'), reason: reader.text('state_reason') }
    default:
      throw reader.bad('state', 'a state of a plan')
  }
}

/** The columns of a state; `madeAt` is the moment of a preview. */
export function columnsOfPlanState(
  state: PlanState,
  madeAt: Instant,
): Pick<PlanRow, 'state' | 'state_at' | 'state_by' | 'state_risk' | 'state_reason'> {
  return {
    state: state.kind,
    state_at: state.kind === 'previewed' ? madeAt : state.at,
    state_by: 'by' in state ? state.by : null,
    state_risk: 'risk' in state ? state.risk : null,
    state_reason: state.kind === 'closed' ? state.reason : null,
  }
}

export function rowOfPlan(plan: PlanRecord): PlanRow {
  const { selection } = plan
  return {
    id: plan.id,
    title: plan.title,
    finding: selection.finding,
    customer: selection.customer,
    ends_before: selection.endsBefore,
    listed: selection.listed,
    horizon: plan.horizon,
    silent_days: plan.silentDays,
    items: plan.items,
    made_at: plan.madeAt,
    made_by: plan.madeBy,
    ...columnsOfPlanState(plan.state, plan.madeAt),
  }
}

export function itemOfRow(row: PlanItemRow): PlanItemRecord {
  const reader = new RowReader('plan_items', `${row.plan} ${row.position}`, row)
  const kind = reader.text('kind')
  if (kind !== 'own' && kind !== 'foreign') throw reader.bad('kind', 'own or foreign')
  const least = endOfRow(reader, 'least_kind', 'least_until')
  if (least === null) throw reader.bad('least_kind', 'an end')
  return {
    plan: reader.text<PlanId>('plan'),
    position: reader.count('position'),
    kind,
    device: reader.text('device'),
    name: reader.textOrNull('name'),
    serial: reader.textOrNull('serial'),
    scheme: row.scheme === null ? null : wordOf(reader, 'scheme', activationSchemes),
    marks: { offline: reader.truth('offline'), gone: reader.truth('gone'), named: reader.truth('named') },
    need: wordOf(reader, 'need', needs),
    remedy: row.remedy === null ? null : wordOf(reader, 'remedy', remedyNames),
    seatGivenBack: reader.textOrNull('seat_given_back'),
    end: endOfRow(reader, 'end_kind', 'end_until'),
    expectedEnd: endOfRow(reader, 'expected_kind', 'expected_until'),
    notBefore: least,
    generation: reader.count('generation'),
    basis: reader.text('basis'),
    state: itemStateOfRow(reader),
  }
}

export function rowOfItem(item: PlanItem, place: { plan: PlanId; position: number }): PlanItemRow {
  const [now, expected, least] = [item.end, item.expectedEnd, item.notBefore].map(columnsOfEnd)
  return {
    plan: place.plan,
    position: place.position,
    kind: item.kind,
    device: item.device,
    name: item.name,
    serial: item.serial,
    scheme: item.scheme,
    offline: item.marks.offline ? 1 : 0,
    gone: item.marks.gone ? 1 : 0,
    named: item.marks.named ? 1 : 0,
    need: item.need,
    remedy: item.remedy,
    seat_given_back: item.seatGivenBack,
    end_kind: now?.kind ?? null,
    end_until: now?.until ?? null,
    expected_kind: expected?.kind ?? null,
    expected_until: expected?.until ?? null,
    least_kind: least?.kind ?? null,
    least_until: least?.until ?? null,
    generation: item.generation,
    basis: item.basis,
    ...columnsOfItemState(item.state),
  }
}

/** What a change of an item writes; everything else of it stays for good. */
export const itemStateColumns = ['state', 'state_at', 'state_word']

function columnsOfItemState(state: ItemState): Pick<PlanItemRow, 'state' | 'state_at' | 'state_word'> {
  const at = 'at' in state ? state.at : null
  const word =
    state.kind === 'started'
      ? state.how
      : state.kind === 'unrepairable'
        ? state.because
        : state.kind === 'done'
          ? state.by
          : null
  return { state: state.kind, state_at: at, state_word: word }
}

const started: readonly StartedHow[] = ['advised', 'awaiting-file', 'handed-out', 'seat-released']

function itemStateOfRow(reader: RowReader<PlanItemRow>): ItemState {
  const kind = reader.text('state')
  switch (kind) {
    case 'proposed':
    case 'well':
      return { kind }
    case 'started':
      return { kind, at: reader.instant('state_at'), how: wordOf(reader, 'state_word', started) }
    case 'outdated':
      return { kind, at: reader.instant('state_at') }
    case 'unrepairable':
      return { kind, because: reader.text('state_word') as Because }
    case 'done':
      return {
        kind,
        at: reader.instant('state_at'),
        by: wordOf(reader, 'state_word', ['receipt', 'report', 'capture'] as const),
      }
    default:
      throw reader.bad('state', 'a state of an item')
  }
}

function wordOf<Word extends string>(
  reader: RowReader<PlanItemRow>,
  column: keyof PlanItemRow,
  words: readonly Word[],
): Word {
  const text = reader.text(column)
  const found = words.find((word) => word === text)
  if (found === undefined) throw reader.bad(column, `one of ${words.join(', ')}`)
  return found
}

function endOfRow(
  reader: RowReader<PlanItemRow>,
  kindColumn: 'end_kind' | 'expected_kind' | 'least_kind',
  untilColumn: 'end_until' | 'expected_until' | 'least_until',
): End | null {
  const kind = reader.textOrNull(kindColumn)
  if (kind === null) return null
  if (kind === 'perpetual') return { kind }
  if (kind === 'until') return { kind, until: reader.instant(untilColumn) }
  throw reader.bad(kindColumn, 'perpetual or until')
}

function columnsOfEnd(end: End | null): { readonly kind: string; readonly until: number | null } | null {
  return end === null ? null : { kind: end.kind, until: end.kind === 'until' ? end.until : null }
}
