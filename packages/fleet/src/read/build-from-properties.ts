// Objects of the licensing classes to one reading. spec: reading §8
import type {
  AdActivation,
  ExpiryKind,
  KmsClient,
  LicenceStatus,
  NotificationReason,
  Place,
  PlacedReading,
  Product,
  TokenActivation,
  VmActivation,
} from '../reading.ts'
import { channelOf, namedDate } from './build-product.ts'
import { findPrimary } from './build-reading.ts'
import { kmsHostOf, serviceNames } from './kms-host-properties.ts'
import { parsePropertyDate } from './property-date.ts'
import { parseTruth, parseUnsigned, PropertyReader, type Properties } from './properties.ts'
import {
  isAddressOfMachine,
  isPartialKey,
  isVersion,
  parseExtendedPid,
  parseGuid,
  parseInstallationId,
} from './shapes.ts'
import { findWord, statusOfCode } from './words.ts'

/** `products` and at most one object of the service, all of one machine at one time. */
export function buildFromProperties(
  products: readonly Properties[],
  service: Properties | null,
  { truncated }: { truncated: boolean },
): PlacedReading {
  const places: Place[] = []
  // In a list without a name that comes again, licence and service are one object.
  const ofService = service ?? products.find((properties) => properties.has('clientmachineid'))
  const version = ofService === undefined ? null : new PropertyReader(ofService, '', places)
  const built = products.map((properties, index) =>
    buildProductOfProperties(
      new PropertyReader(completed(properties, service), `products[${index}].`, places),
    ),
  )
  const dateAmbiguous = built.some(
    (product) => product.trustedTimeCandidates !== undefined || product.evaluationEndCandidates !== undefined,
  )
  return {
    reading: {
      locale: 'en',
      command: null,
      serviceVersion: version?.read('version', 'serviceVersion', only(isVersion)) ?? null,
      products: built,
      ...(built.length > 1 ? { primaryProductIndex: findPrimary(built) } : {}),
      warnings: [
        ...(truncated ? (['truncated'] as const) : []),
        ...(dateAmbiguous ? (['date-order-ambiguous'] as const) : []),
      ],
    },
    places,
  }
}

const only = (isOne: (text: string) => boolean) => (text: string) => (isOne(text) ? text : null)

/** What the service knows of the machine belongs to each of its licences. */
function completed(properties: Properties, service: Properties | null): Properties {
  if (service === null) return properties
  const own = new Map(properties)
  for (const name of serviceNames) {
    const value = service.get(name)
    if (value !== undefined && (own.get(name)?.text ?? '') === '') own.set(name, value)
  }
  return own
}

function buildProductOfProperties(from: PropertyReader): Product {
  const description = from.text(['description', 'productdescription'], 'description')
  const channel = description === null ? null : channelOf(description)
  const partialKey = from.read('partialproductkey', 'partialKey', (text) =>
    isPartialKey(text) ? text.slice(-5).toUpperCase() : null,
  )
  const status = from.read(['licensestatus', 'licensestatustext'], 'licenseStatus', parseStatusValue)
  const minutes = from.read('graceperiodremaining', 'remainingMinutes', parseUnsigned)
  const isVolumeClient = channel?.includes('KMSCLIENT') === true
  return {
    name: from.text(['name', 'productname'], 'name'),
    description,
    channel,
    activationId: from.read(['id', 'sku'], 'activationId', parseGuid),
    applicationId: from.read('applicationid', 'applicationId', parseGuid),
    extendedPid: from.read('productkeyid', 'extendedPid', parseExtendedPid),
    productKeyChannel: from.text('productkeychannel', 'productKeyChannel'),
    installationId: from.read(
      ['offlineinstallationid', 'installationid'],
      'installationId',
      parseInstallationId,
    ),
    ...buildUrls(from),
    partialKey,
    inUse: partialKey === null ? (from.has('partialproductkey') ? false : null) : true,
    licenseStatus: status,
    expiryKind: expiryKindOf(status, minutes, description ?? ''),
    remainingMinutes: minutes === 0 ? null : minutes,
    remainingDaysPrinted: null,
    notificationReason:
      status?.name === 'notification'
        ? from.read('licensestatusreason', 'notificationReason', parseReasonValue)
        : null,
    ...namedDate(
      'evaluationEnd',
      from.read('evaluationenddate', 'evaluationEnd', parsePropertyDate) ?? { time: null },
    ),
    rearm: {
      windows: from.read('remainingwindowsrearmcount', 'rearm.windows', parseUnsigned),
      app: from.read('remainingapprearmcount', 'rearm.app', parseUnsigned),
      sku: from.read('remainingskurearmcount', 'rearm.sku', parseUnsigned),
    },
    ...buildTrustedTime(from),
    configuredActivationType: isVolumeClient
      ? from.read('vlactivationtypeenabled', 'configuredActivationType', parseActivationType)
      : null,
    kms: buildKms(from, isVolumeClient),
    ...kmsHostOf(from, channel),
    ...buildAd(from),
    ...buildVm(from),
    ...buildToken(from),
  }
}

/** Words of VAMT that differ from those of the script. */
const statusWords: ReadonlyMap<string, number> = new Map([
  ['initial grace', 2],
  ['out-of-tolerance grace', 3],
  ['out of tolerance grace', 3],
  ['additional grace', 3],
  ['non-genuine grace', 4],
  ['notifications', 5],
  ['extended grace', 6],
])

function parseStatusValue(text: string): LicenceStatus | null {
  if (/^\d$/.test(text)) return statusOfCode(Number(text))
  const code = findWord('status', text) ?? statusWords.get(text.toLowerCase())
  return code === undefined ? null : statusOfCode(code)
}

/** As the script tells its second line: by state and description. 0 minutes of a licensed product are no end. */
function expiryKindOf(
  status: LicenceStatus | null,
  minutes: number | null,
  description: string,
): ExpiryKind | null {
  if (status === null || minutes === null) return null
  if (status.name === 'licensed') {
    if (minutes === 0) return 'none'
    if (description.includes('TIMEBASED_')) return 'timebased'
    return description.includes('VIRTUAL_MACHINE_ACTIVATION') ? 'automatic-vm' : 'volume'
  }
  return status.name === 'unlicensed' || status.name === 'notification' ? null : 'grace'
}

/** 32 bits, shown with or without their sign. */
function parseReasonValue(text: string): NotificationReason | null {
  const hexadecimal = /^0x(?:0x)?([0-9a-f]{8})$/i.exec(text)?.[1]
  if (hexadecimal !== undefined) return { code: `0x${hexadecimal.toUpperCase()}`, phrase: null }
  if (!/^-?\d{1,10}$/.test(text)) return null
  const value = Number(text) < 0 ? Number(text) + 2 ** 32 : Number(text)
  if (value <= 0 || value >= 2 ** 32) return null
  return { code: `0x${value.toString(16).toUpperCase().padStart(8, '0')}`, phrase: null }
}

function parseActivationType(text: string): Product['configuredActivationType'] {
  return (['all', 'ad', 'kms', 'token'] as const)[/^\d$/.test(text) ? Number(text) : 9] ?? null
}

const urlNames = [
  ['processorurl', 'processorCertificate'],
  ['machineurl', 'machineCertificate'],
  ['uselicenseurl', 'useLicense'],
  ['productkeyurl', 'productKeyCertificate'],
  ['validationurl', 'validation'],
] as const

function buildUrls(from: PropertyReader): Pick<Product, 'urls'> {
  const urls = urlNames.flatMap(([name, member]) => {
    const url = from.text(name, `urls.${member}`)
    return url === null ? [] : [[member, url] as const]
  })
  return urls.length === 0 ? {} : { urls: Object.fromEntries(urls) }
}

function buildTrustedTime(
  from: PropertyReader,
): Pick<Product, 'trustedTime' | 'trustedTimeCandidates' | 'trustedTimeText' | 'trustedTimeUtc'> {
  const date = from.read('trustedtime', 'trustedTime', parsePropertyDate)
  if (date === null) return { trustedTime: null }
  const utc = date.utc === undefined ? {} : { trustedTimeUtc: date.utc }
  return { ...namedDate('trustedTime', date), ...utc }
}

function buildKms(from: PropertyReader, isVolumeClient: boolean): KmsClient | null {
  const host = buildKmsMachine(from)
  if (!isVolumeClient && host.host === null) return null
  return {
    cmid: from.read(['clientmachineid', 'cmid'], 'kms.cmid', parseGuid),
    lookupDomain: from.text('keymanagementservicelookupdomain', 'kms.lookupDomain'),
    ...host,
    ip: from.read('discoveredkeymanagementservicemachineipaddress', 'kms.ip', only(isAddressOfMachine)),
    extendedPid: from.read('keymanagementserviceproductkeyid', 'kms.extendedPid', parseExtendedPid),
    activationIntervalMinutes: from.read(
      'vlactivationinterval',
      'kms.activationIntervalMinutes',
      parseUnsigned,
    ),
    renewalIntervalMinutes: from.read('vlrenewalinterval', 'kms.renewalIntervalMinutes', parseUnsigned),
    hostCaching: from.read('keymanagementservicehostcaching', 'kms.hostCaching', parseTruth),
  }
}

const machineNames = [
  ['keymanagementservicemachine', 'keymanagementserviceport', 'registered'],
  ['discoveredkeymanagementservicemachinename', 'discoveredkeymanagementservicemachineport', 'dns'],
  ['kmshost', 'kmsport', null],
] as const

/** A registered name wins over a found one, as the service takes it. Port 0 is none. */
function buildKmsMachine(from: PropertyReader): Pick<KmsClient, 'host' | 'port' | 'source'> {
  for (const [name, portName, source] of machineNames) {
    const host = from.text(name, 'kms.host')
    if (host === null) continue
    const port = from.read(portName, 'kms.port', (text) => (text === '0' ? null : parseUnsigned(text)))
    return { host, port, source }
  }
  return { host: null, port: null, source: null }
}

function buildAd(from: PropertyReader): { adActivation?: AdActivation } {
  const adActivation: AdActivation = {
    objectName: from.text('adactivationobjectname', 'adActivation.objectName'),
    objectDn: from.text('adactivationobjectdn', 'adActivation.objectDn'),
    extendedPid: from.read('adactivationcsvlkpid', 'adActivation.extendedPid', parseExtendedPid),
    activationId: from.read('adactivationcsvlkskuid', 'adActivation.activationId', parseGuid),
  }
  return adActivation.objectName === null && adActivation.objectDn === null ? {} : { adActivation }
}

function buildVm(from: PropertyReader): { avma?: VmActivation } {
  const hostMachine = from.text('automaticvmactivationhostmachinename', 'avma.hostMachine')
  if (hostMachine === null) return {}
  return {
    avma: {
      iaid: from.text('iaid', 'avma.iaid'),
      hostMachine,
      activationTime:
        from.read('automaticvmactivationlastactivationtime', 'avma.activationTime', parsePropertyDate)
          ?.time ?? null,
      hostPid2: from.text('automaticvmactivationhostdigitalpid2', 'avma.hostPid2'),
    },
  }
}

function buildToken(from: PropertyReader): { tokenActivation?: TokenActivation } {
  const licenseId = from.text('tokenactivationilid', 'tokenActivation.licenseId')
  if (licenseId === null) return {}
  return {
    tokenActivation: {
      licenseId,
      versionId: from.read('tokenactivationilvid', 'tokenActivation.versionId', parseUnsigned),
      grantNumber: from.read('tokenactivationgrantnumber', 'tokenActivation.grantNumber', parseUnsigned),
      certificateThumbprint: from.text(
        'tokenactivationcertificatethumbprint',
        'tokenActivation.certificateThumbprint',
      ),
    },
  }
}
