// Properties of the licensing classes, from whatever they were dumped to. spec: reading §8
import type { Place } from '../reading.ts'
import { hideKeys } from './hide-keys.ts'

/** `from` and `to` are positions in a text; both 0 where the value stood in a table or in JSON. */
export type PropertyValue = {
  readonly text: string
  readonly from: number
  readonly to: number
  readonly line: number
  readonly cut: boolean
}

/** One object: property names as `propertyKey` writes them. */
export type Properties = ReadonlyMap<string, PropertyValue>

/** Names as people write them in columns: case, blanks and signs between words do not count. */
export function propertyKey(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, '')
}

/**
 * Names that only these classes have. Two of them make an object one of theirs. Properties that hold a full product key
 * (OA3xOriginalProductKey, KeyValue) are not among them and are read nowhere.
 */
export const decisiveNames: ReadonlySet<string> = new Set([
  'graceperiodremaining',
  'licensestatus',
  'licensestatusreason',
  'partialproductkey',
  'productkeyid',
  'productkeychannel',
  'applicationid',
  'licensefamily',
  'offlineinstallationid',
  'vlactivationinterval',
  'vlrenewalinterval',
  'vlactivationtypeenabled',
  'remainingskurearmcount',
  'remainingapprearmcount',
  'remainingwindowsrearmcount',
  'clientmachineid',
  'keymanagementservicemachine',
  'keymanagementserviceproductkeyid',
  'discoveredkeymanagementservicemachinename',
  'keymanagementservicehostcaching',
  'graceexpirationdate',
])

const otherNames = [
  'name',
  'productname',
  'description',
  'productdescription',
  'id',
  'sku',
  'version',
  'pscomputername',
  'fullyqualifieddomainname',
  'computername',
  'installationid',
  'processorurl',
  'machineurl',
  'uselicenseurl',
  'productkeyurl',
  'validationurl',
  'evaluationenddate',
  'trustedtime',
  'vlactivationtype',
  'keymanagementserviceport',
  'keymanagementservicelookupdomain',
  'discoveredkeymanagementservicemachineport',
  'discoveredkeymanagementservicemachineipaddress',
  'iskeymanagementservicemachine',
  'keymanagementservicecurrentcount',
  'keymanagementservicelisteningport',
  'keymanagementservicednspublishing',
  'keymanagementservicelowpriority',
  'keymanagementservicetotalrequests',
  'keymanagementservicefailedrequests',
  'keymanagementserviceunlicensedrequests',
  'keymanagementservicelicensedrequests',
  'keymanagementserviceoobgracerequests',
  'keymanagementserviceootgracerequests',
  'keymanagementservicenongenuinegracerequests',
  'keymanagementservicenotificationrequests',
  'adactivationobjectname',
  'adactivationobjectdn',
  'adactivationcsvlkpid',
  'adactivationcsvlkskuid',
  'iaid',
  'automaticvmactivationhostmachinename',
  'automaticvmactivationlastactivationtime',
  'automaticvmactivationhostdigitalpid2',
  'tokenactivationilid',
  'tokenactivationilvid',
  'tokenactivationgrantnumber',
  'tokenactivationcertificatethumbprint',
  'cmid',
  'kmshost',
  'kmsport',
  'licensestatustext',
  'licensestatuslastupdated',
  'lastupdated',
]

export const propertyNames: ReadonlySet<string> = new Set([...decisiveNames, ...otherNames])

export function countDecisive(properties: Properties): number {
  return [...properties.keys()].filter((name) => decisiveNames.has(name)).length
}

/** Values of one object, with the places of those that were taken. The first name that has a value counts. */
export class PropertyReader {
  readonly #properties: Properties
  readonly #prefix: string
  readonly #places: Place[]

  constructor(properties: Properties, prefix: string, places: Place[]) {
    this.#properties = properties
    this.#prefix = prefix
    this.#places = places
  }

  read<T>(names: string | readonly string[], path: string, parse: (text: string) => T | null): T | null {
    for (const name of typeof names === 'string' ? [names] : names) {
      const found = this.#properties.get(name)
      if (found === undefined || found.cut || found.text === '') continue
      const value = parse(found.text)
      if (value === null) continue
      const { from, to, line } = found
      if (to > 0) this.#places.push({ path: this.#prefix + path, from, to, line })
      return value
    }
    return null
  }

  text(names: string | readonly string[], path: string): string | null {
    return this.read(names, path, hideKeys)
  }

  /** Whether a property stands there, with a value or without. */
  has(name: string): boolean {
    return this.#properties.get(name)?.cut === false
  }
}

/** The unset value of 32 bits, as which many of these properties are dumped; VBScript shows it as -1. */
const unset = 4_294_967_295

export function parseUnsigned(text: string): number | null {
  if (!/^\d{1,15}$/.test(text)) return null
  const value = Number(text)
  return value === unset ? null : value
}

export function parseTruth(text: string): boolean | null {
  if (/^(?:true|1)$/i.test(text)) return true
  return /^(?:false|0)$/i.test(text) ? false : null
}
