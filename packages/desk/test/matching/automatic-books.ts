import type { Instant } from '@holdfast/capabilities'
import {
  countedMailOf,
  listAutomaticCounts,
  type AutomaticLimit,
  type AutomaticMail,
  type CountedMail,
} from '../../src/matching/automatic-mail.ts'

/** Counts in a list what the store counts in its books. */
export class AutomaticBooks {
  readonly #sent: (CountedMail & { readonly at: Instant })[] = []

  /** False: a limit is reached, and nothing is recorded. */
  record(mail: Pick<AutomaticMail, 'to' | 'case'>, limits: readonly AutomaticLimit[], now: Instant): boolean {
    const counted = countedMailOf(mail)
    for (const { per, since, mailsMax } of listAutomaticCounts(counted, limits, now)) {
      const alike = this.#sent.filter((one) => per === 'desk' || one[per] === counted[per])
      if (alike.filter(({ at }) => at >= since).length >= mailsMax) return false
    }
    this.#sent.push({ ...counted, at: now })
    return true
  }
}
