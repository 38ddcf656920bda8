// Readings for tests, with defaults for everything.
import type { Product, Reading } from '../src/reading.ts'
import { licenceStatusNames, type LicenceStatusName } from '../src/reading.ts'

export function status(name: LicenceStatusName): Product['licenseStatus'] {
  return { code: licenceStatusNames.indexOf(name), name }
}

export function product(set: Partial<Product> = {}): Product {
  return {
    name: 'Windows(R), Enterprise edition',
    description: 'Windows(R) Operating System, VOLUME_KMSCLIENT channel',
    channel: 'VOLUME_KMSCLIENT',
    activationId: null,
    applicationId: null,
    extendedPid: null,
    installationId: null,
    partialKey: 'Q7KXD',
    inUse: true,
    licenseStatus: status('licensed'),
    expiryKind: 'volume',
    remainingMinutes: null,
    remainingDaysPrinted: null,
    notificationReason: null,
    evaluationEnd: null,
    rearm: { windows: null, app: null, sku: null },
    trustedTime: '2023-08-14T09:26:41',
    configuredActivationType: null,
    kms: null,
    ...set,
  }
}

export function reading(products: readonly Product[], set: Partial<Reading> = {}): Reading {
  return { locale: 'en', command: 'dlv', serviceVersion: null, products, warnings: [], ...set }
}

export function kmsClient(cmid: string | null): Product['kms'] {
  return {
    cmid,
    lookupDomain: null,
    host: 'kms01.example.test',
    port: 1688,
    source: 'dns',
    ip: null,
    extendedPid: null,
    activationIntervalMinutes: 120,
    renewalIntervalMinutes: 10_080,
    hostCaching: true,
  }
}
