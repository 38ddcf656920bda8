// Limits of what administrators may enter. The formats' own limits stand in the lease package.

/** Any number in an artefact. spec: lease-format §1 */
export const numberMax = 999_999_999
export const releaseRangesMax = 32
/** Days of a reminder and of grace. spec: lease-format §5 */
export const leadDaysMax = 3_650
/** Days between renewals: ten years. */
export const renewalDaysMax = 3_650
/** Seats of one serial number. */
export const seatsMax = 1_000_000
export const orderLinesMax = 20
/** Serial numbers that one line makes: each is a row and a line on a list. */
export const lineSerialsMax = 10_000
/** Complaints that one refusal names; more would only repeat the first. */
export const complaintsMax = 16
/**
 * Fingerprint parts in one lease, over all its fingerprints. A request may bring twice as many; with these, and with every
 * other member at its own limit, a lease stays within the bytes that an envelope has for it. spec: lease-format §2, §5
 */
export const leasePartsMax = 32
