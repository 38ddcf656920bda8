import { addSecondsHeld, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { parseInstantOrDate } from '@holdfast/capabilities/calendar'
import { operations } from '@holdfast/contract'
import { decidePlan, parseDeviceEntries, type ListedDevice } from '@holdfast/fleet'
import { makePlanId, refuse, type CustomerId, type Refusal } from '@holdfast/lease'
import type { FindingRecord, Reader } from '@holdfast/store'
import { chooseDevices } from '../../../plans/choose-devices.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { planWire } from '../../wire/plan.ts'

const silentDaysDefault = 90

export const makePlan = endpoint(operations.makePlan, async ({ body }, caller, { store, entropy }) => {
  const { now } = caller
  const asked = await readSelection(store.read, body)
  if ('code' in asked) return asked
  const { finding, customer, listed, endsBefore } = asked
  const silentDays = body.silentDays ?? silentDaysDefault
  const horizon = endsBefore !== null && endsBefore > now ? endsBefore : now
  const silentBefore = addSecondsHeld(now, -silentDays * secondsPerDay)
  const chosen = await chooseDevices(store.read, { finding, customer, listed, now, horizon, silentBefore })
  if (isRefusal(chosen)) return chosen
  const keepWell = finding !== null || listed !== null
  const { devices, examined } = chosen
  const decided = decidePlan(devices, { now, horizon, keepWell, examined })
  if (decided.kind === 'refused') return decided
  const plan = {
    id: makePlanId(entropy),
    title: body.title ?? 'Repair',
    selection: { finding: finding?.id ?? null, customer, endsBefore, listed: listed?.length ?? null },
    ...{ horizon, silentDays, madeAt: now },
  }
  return planWire(await store.write(caller.actor, (tx) => tx.addPlan(plan, decided.items)))
})

type Selection = {
  readonly finding: FindingRecord | null
  readonly customer: CustomerId | null
  readonly listed: readonly ListedDevice[] | null
  readonly endsBefore: Instant | null
}

async function readSelection(
  read: Reader,
  body: {
    readonly finding?: string
    readonly customer?: string
    readonly endsBefore?: string
    readonly devices?: readonly unknown[]
  },
): Promise<Selection | Refusal<'INPUT_INVALID' | 'NOT_FOUND'>> {
  const invalid = (complaint: string) => refuse('INPUT_INVALID', { complaints: [complaint] })
  const given = [body.finding, body.customer, body.endsBefore, body.devices]
  if (given.every((part) => part === undefined))
    return invalid('body: needs finding, customer, endsBefore or devices')
  const endsBefore = body.endsBefore === undefined ? null : parseInstantOrDate(body.endsBefore, 'UTC')
  if (endsBefore === null && body.endsBefore !== undefined)
    return invalid('body/endsBefore: is no moment or date')
  const listed = body.devices === undefined ? null : parseDeviceEntries(body.devices)
  if (listed?.kind === 'refused') return listed
  const finding = body.finding === undefined ? null : await read.findFinding(body.finding)
  if (finding === null && body.finding !== undefined) return refuse('NOT_FOUND', { finding: body.finding })
  const customer = (body.customer ?? null) as CustomerId | null
  if (customer !== null && (await read.findCustomer(customer)) === null)
    return refuse('NOT_FOUND', { what: 'customer' })
  return { finding, customer, listed: listed?.devices ?? null, endsBefore }
}
