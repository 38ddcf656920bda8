import type { Words } from './words.ts'

const plural = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

export const en: Words = {
  locale: 'en',
  refused: (title, code) => `${title} (${code})`,
  details: (facts) => `Details: ${facts}`,
  youCan: (action) => `What you can do: ${action}`,
  adminCan: (action) => `For the administrator: ${action}`,
  supportCode: (code) => `Support code: ${code}`,
  runThis: (command) => `The command to run: ${command}`,
  keyVisible:
    'Note: a product key on the command line can be seen by other users of this machine in the process list. --key-file FILE (or --key-file - for standard input) keeps it out of sight.',
  factsPassedOver: (file, code) =>
    `Note: the hardware facts in ${file}, which the settings name, cannot be used (${code}). This goes on without them.`,
  trustPassedOver: (file, code) =>
    `Note: the trust bundle in ${file}, which the settings name, cannot be used (${code}). This goes on with what the vault holds.`,
  fingerprintSeen: (vendor, fingerprint) =>
    `The trust bundle shown is that of "${vendor}", root fingerprint ${fingerprint}.\nCompare this fingerprint with the one that the vendor told you. If they are equal, repeat the command with --trust-on-first-use, or with --trust FILE and the bundle that the vendor handed over.`,
  fingerprintAccepted: (vendor, fingerprint) =>
    `Trusted on first use: "${vendor}", root fingerprint ${fingerprint}. Compare it with the one that the vendor told you.`,
  activated: (serial, holder) => `Activated: serial number ${serial}, for ${holder}.`,
  renewed: (serial, holder) => `Renewed: serial number ${serial}, for ${holder}.`,
  nothingAdvised: 'Nothing advised: no renewal is due, and the server asks for none.',
  alreadyHeld: 'This device already held this very lease; nothing changed.',
  receiptLater:
    'The server has not confirmed the receipt yet; it goes along with the next exchange. Nothing needs to be done.',
  released: (confirmed) =>
    confirmed
      ? 'Released: this device no longer uses its lease, and the server has given the seat back.'
      : 'Released: this device no longer uses its lease. The server has not confirmed it yet.',
  releaseInFile: (file) =>
    `The release stands in ${file}. Take it to the vendor; no answer comes back. Until it has arrived, the seat stays taken.`,
  releaseToCarry:
    '"holdfast-device release" says it again; "holdfast-device release --out FILE" writes it to a file that can be carried to the vendor.',
  reset: (serial) =>
    serial === null
      ? 'Reset. There was no lease to forget.'
      : `Reset: the lease for serial number ${serial} is forgotten; this device is unlicensed.`,
  resetForgot: (requests, proofs) =>
    `Forgotten too: ${plural(requests, 'pending request', 'pending requests')}, ${plural(proofs, 'proof of time', 'proofs of time')}.`,
  resetKept: ({ key, receipts, trust }) =>
    `Kept: ${[
      ...(key ? ['the device key'] : []),
      ...(trust === null ? [] : [`trust bundle ${trust}`]),
      plural(receipts, 'waiting receipt', 'waiting receipts'),
    ].join(', ')}.`,
  resetNext: 'The seat stays taken by this device; activating again takes no second one.',
  requestWritten: (file, already) =>
    already
      ? `The request that is still waiting was written again to ${file}.`
      : `The request was written to ${file}.`,
  requestNext: 'Take it to the vendor, and run "holdfast-device apply FILE" with the answer.',
  qrTooLong: (bytes, bytesMax) =>
    `No QR code: the request has ${bytes} bytes, and one code holds ${bytesMax}. Use the file, or its text.`,
  qrTooWide: (columns, has) =>
    `No QR code: it needs ${columns} columns, and this terminal has ${has}. Use the file, its text, or a wider terminal.`,
  applied: (serial, holder) => `Applied: serial number ${serial}, for ${holder}.`,
  appliedTrust: (version) => `Applied: trust bundle ${version}. There was no lease in the text.`,
  receiptsWritten: (file) => `The receipts stand in ${file}. Take them to the vendor; no answer comes back.`,
  receiptsWaiting:
    'The vendor does not know yet that the lease arrived. The receipt goes along with the next request; --receipts FILE writes it out now.',
  diagnosed: (file) => `The report was written to ${file}. No secret and no product key stands in it.`,
  diagnosedUnsigned:
    'It is not signed, because the device key cannot be read by this user or is not there yet. What could be read stands in it.',
  leaseLine: (serial, holder) => `Serial number ${serial}, for ${holder}.`,
  remindersFrom: (day) => `Reminders begin on ${day}.`,
  noticed: (title, action) => `Noticed: ${title} ${action}`,
}
