// Objects of the licensing classes to readings: those of one machine together. spec: reading §8
import type { PlacedReading } from '../reading.ts'
import { buildFromProperties } from './build-from-properties.ts'
import { channelOf } from './build-product.ts'
import { countDecisive, type Properties } from './properties.ts'

type Machine = { readonly products: Properties[]; service: Properties | null; readonly name: string | null }

/** Two decisive properties, or one beside a description of theirs: other programs have an ApplicationId too. */
function isOfLicensing(object: Properties): boolean {
  const decisive = countDecisive(object)
  return decisive >= 2 || (decisive === 1 && channelOf(object.get('description')?.text ?? '') !== null)
}

/** A licence that comes again, or another computer name, begins the next machine. */
export function readObjects(
  objects: readonly Properties[],
  { truncated }: { truncated: boolean },
): PlacedReading[] {
  const machines: Machine[] = []
  for (const object of objects) {
    if (!isOfLicensing(object)) continue
    const machine = machineOf(machines, object)
    if (isOfService(object)) machine.service = object
    else machine.products.push(object)
  }
  return machines.map(({ products, service }, at) => {
    const isLast = at === machines.length - 1
    const alone = products.length === 0 && service !== null ? [service] : products
    return buildFromProperties(alone, service, { truncated: truncated && isLast })
  })
}

function machineOf(machines: Machine[], object: Properties): Machine {
  const name = object.get('pscomputername')?.text ?? object.get('fullyqualifieddomainname')?.text ?? null
  const last = machines.at(-1)
  if (last !== undefined && last.name === name && !isKnown(last, object)) return last
  const machine: Machine = { products: [], service: null, name }
  machines.push(machine)
  return machine
}

function isKnown(machine: Machine, object: Properties): boolean {
  if (isOfService(object)) return machine.service !== null
  const id = object.get('id')?.text ?? ''
  return id !== '' && machine.products.some((product) => product.get('id')?.text === id)
}

function isOfService(object: Properties): boolean {
  return object.has('clientmachineid') && !object.has('licensestatus') && !object.has('partialproductkey')
}
