// The facts that a line can carry, and the shape of each. spec: reading §3, §4

/** How the value of a field is written. */
export type Shape =
  | 'text'
  | 'version'
  | 'description'
  | 'guid'
  | 'extended-pid'
  | 'installation-id'
  | 'partial-key'
  | 'status'
  | 'minutes-and-days'
  | 'interval'
  | 'count'
  | 'reason'
  | 'date'
  | 'activation-type'
  | 'address'
  | 'ip'
  | 'priority'
  | 'subscription-type'
  | 'subscription-status'
  | 'error'
  | 'activating'
  | 'nothing'

export const shapeOfField = {
  serviceVersion: 'version',
  name: 'text',
  description: 'description',
  activationId: 'guid',
  applicationId: 'guid',
  extendedPid: 'extended-pid',
  productKeyChannel: 'text',
  installationId: 'installation-id',
  processorUrl: 'text',
  machineUrl: 'text',
  useLicenseUrl: 'text',
  productKeyUrl: 'text',
  validationUrl: 'text',
  partialKey: 'partial-key',
  notInUse: 'nothing',
  licenseStatus: 'status',
  volumeExpiration: 'minutes-and-days',
  timebasedExpiration: 'minutes-and-days',
  vmExpiration: 'minutes-and-days',
  timeRemaining: 'minutes-and-days',
  notificationReason: 'reason',
  evaluationEnd: 'date',
  windowsRearm: 'count',
  appRearm: 'count',
  skuRearm: 'count',
  trustedTime: 'date',
  activationType: 'activation-type',
  atoHint: 'nothing',
  kmsHeader: 'nothing',
  cmid: 'guid',
  lookupDomain: 'text',
  kmsRegistered: 'address',
  kmsFromDns: 'address',
  kmsNameMissing: 'nothing',
  kmsIp: 'ip',
  kmsPid: 'extended-pid',
  activationInterval: 'interval',
  renewalInterval: 'interval',
  cachingEnabled: 'nothing',
  cachingDisabled: 'nothing',
  adHeader: 'nothing',
  adObjectName: 'text',
  adObjectDn: 'text',
  adPid: 'extended-pid',
  adActivationId: 'guid',
  tokenHeader: 'nothing',
  ilid: 'text',
  ilvid: 'count',
  grantNumber: 'count',
  thumbprint: 'text',
  avmaHeader: 'nothing',
  iaid: 'text',
  avmaHost: 'text',
  avmaTime: 'date',
  avmaPid: 'text',
  hostHeader: 'nothing',
  hostCount: 'count',
  hostPort: 'count',
  publishingEnabled: 'nothing',
  publishingDisabled: 'nothing',
  hostPriority: 'priority',
  requestsHeader: 'nothing',
  requestsTotal: 'count',
  requestsFailed: 'count',
  requestsUnlicensed: 'count',
  requestsLicensed: 'count',
  requestsInitialGrace: 'count',
  requestsExpired: 'count',
  requestsNonGenuine: 'count',
  requestsNotification: 'count',
  subscriptionEdition: 'text',
  subscriptionType: 'subscription-type',
  subscriptionStatus: 'subscription-status',
  subscriptionExpiry: 'date',
  error: 'error',
  from: 'nothing',
  passedOver: 'nothing',
} as const satisfies { readonly [field: string]: Shape }

export type Field = keyof typeof shapeOfField

/** The second line of a state. */
export const expirationFields = [
  'volumeExpiration',
  'timebasedExpiration',
  'vmExpiration',
  'timeRemaining',
] as const satisfies readonly Field[]

/** A value as it stood: folded to compare, raw to keep. */
export type Fact = {
  readonly text: string
  readonly raw: string
  readonly from: number
  readonly to: number
  readonly line: number
  /** Where pieces of further lines begin: `at` in `text`, `from` in the text as given. */
  readonly pieces?: readonly { readonly at: number; readonly from: number; readonly line: number }[]
  /** More may have stood behind it, and by its shape it is not known to be whole. */
  readonly cut: boolean
}

/** Where a part of the value stood in the text as given. */
export function placeWithin(fact: Fact, from: number, to: number): Pick<Fact, 'from' | 'to' | 'line'> {
  const pieceAt = (at: number) => fact.pieces?.findLast((piece) => piece.at <= at)
  const start = pieceAt(from)
  const end = pieceAt(to - 1)
  return {
    from: start === undefined ? fact.from + from : start.from + from - start.at,
    to: end === undefined ? fact.from + to : end.from + to - end.at,
    line: start?.line ?? fact.line,
  }
}
