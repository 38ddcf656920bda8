// Limits of what an import reads, by name and unit. spec: case-import §2

/** UTF-16 units of a thread export: as much as intake reads of one text. */
export const threadLengthMax = 16 * 1024 * 1024
/** Messages of one thread. Desks close cases long before. */
export const threadMessagesMax = 2_000
/** UTF-16 units of the text of one message. */
export const messageLengthMax = 1024 * 1024
/** UTF-16 units of a subject, and of a sender as written. */
export const headLengthMax = 2_000
/** UTF-16 units of one message's own words in which sides, audiences and attachments are looked for. */
export const judgedLengthMax = 64 * 1024
/** Names of absent attachments that one message lists. */
export const absentListedMax = 100
/** Places in the text that are named for one judgement. */
export const becauseMax = 6
