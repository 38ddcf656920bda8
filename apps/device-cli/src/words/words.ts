import type { Locale } from '../command-line.ts'

/** The sentences of the command line itself. What codes and states mean is said by @holdfast/phrases. */
export type Words = {
  readonly locale: Locale
  readonly refused: (title: string, code: string) => string
  readonly details: (facts: string) => string
  readonly youCan: (action: string) => string
  readonly adminCan: (action: string) => string
  readonly supportCode: (code: string) => string
  readonly runThis: (command: string) => string
  readonly keyVisible: string
  readonly factsPassedOver: (file: string, code: string) => string
  readonly trustPassedOver: (file: string, code: string) => string
  readonly fingerprintSeen: (vendor: string, fingerprint: string) => string
  readonly fingerprintAccepted: (vendor: string, fingerprint: string) => string
  readonly activated: (serial: string, holder: string) => string
  readonly renewed: (serial: string, holder: string) => string
  readonly alreadyHeld: string
  readonly nothingAdvised: string
  readonly receiptLater: string
  readonly released: (confirmed: boolean) => string
  readonly releaseInFile: (file: string) => string
  readonly releaseToCarry: string
  readonly reset: (serial: string | null) => string
  readonly resetForgot: (requests: number, proofs: number) => string
  readonly resetKept: (kept: { key: boolean; receipts: number; trust: number | null }) => string
  readonly resetNext: string
  readonly requestWritten: (file: string, already: boolean) => string
  readonly requestNext: string
  readonly qrTooLong: (bytes: number, bytesMax: number) => string
  readonly qrTooWide: (columns: number, has: number) => string
  readonly applied: (serial: string, holder: string) => string
  readonly appliedTrust: (version: number) => string
  readonly receiptsWritten: (file: string) => string
  readonly receiptsWaiting: string
  readonly diagnosed: (file: string) => string
  readonly diagnosedUnsigned: string
  readonly leaseLine: (serial: string, holder: string) => string
  readonly remindersFrom: (day: string) => string
  readonly noticed: (title: string, action: string) => string
}
