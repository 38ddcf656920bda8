// Every limit of the formats, by name and unit. spec: lease-format §1 to §11
import type { ArtefactKind } from './artefacts.ts'

/** Bytes of an envelope as it travels, by kind. spec: lease-format §2 */
export const envelopeBytesMax: { readonly [kind in ArtefactKind]: number } = {
  trust: 65_536,
  lease: 16_384,
  request: 49_152,
  receipt: 4_096,
  release: 32_768,
  report: 262_144,
}

/** Signatures of an envelope; a trust bundle may need those of two root roles. spec: lease-format §3 */
export const signaturesMax = 8
export const trustSignaturesMax = 32
/** Levels of objects and arrays in a payload. */
export const payloadDepthMax = 32
/** Bytes of an envelope kept free for its frame and for each signature that it may hold. */
export const envelopeFrameBytes = 200
export const signatureFrameBytes = 200
export const numberMax = 999_999_999
/** UTF-16 units of a title. */
export const titleLengthMax = 200
export const trustKeysMax = 64
export const roleKeysMax = 16
export const disregardsMax = 64
export const chainBundlesMax = 64
export const releaseRangesMax = 32
export const policiesMax = 64
export const fingerprintsMax = 4
export const fingerprintPartsMax = 16
export const partWeightMax = 100
/** Days of a lease's reminder and of its grace. */
export const leadDaysMax = 3_650
/** Receipts that one request names, and one lease acknowledges. */
export const requestReceiptsMax = 8
export const reportProofsMax = 64
export const reportFindingsMax = 64
export const reportEventsMax = 64
/** UTF-16 units of what a person types or pastes for a serial number, product key or support code. */
export const typedTextLengthMax = 2_000
export const armourBlocksMax = 1_024
/** UTF-16 units of an armoured text. */
export const armourLengthMax = 16_777_216
/** Paths that a refusal names; more would only repeat the first. */
export const badPathsMax = 16
