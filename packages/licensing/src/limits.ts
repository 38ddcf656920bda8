// Limits of what administrators may enter. The formats' own limits stand in the lease package.

/** Any number in an artefact. spec: lease-format §1 */
export const numberMax = 999_999_999
export const releaseRangesMax = 32
/** Days of a reminder and of grace. spec: lease-format §5 */
export const leadDaysMax = 3_650
/** Days between renewals: a hundred years. */
export const renewalDaysMax = 36_525
export const policiesMax = 64
/** Seats of one serial number. */
export const seatsMax = 10_000_000
export const orderLinesMax = 100
/** Serial numbers of one order: each is a row and a line on a list. */
export const orderSerialsMax = 100_000
/** Complaints that one refusal names; more would only repeat the first. */
export const complaintsMax = 16
/**
 * Fingerprint parts in one lease, over all its fingerprints. A request may bring twice as many; with these, and with every
 * other member at its own limit, a lease stays within the bytes that an envelope has for it. spec: lease-format §2, §5
 */
export const leasePartsMax = 32
