import type { Found, ImportedMessage } from '../import/imported-case.ts'
import { findAddresses, findUrls } from './find-addresses.ts'
import { findCalls } from './find-calls.ts'
import { findClaims } from './find-claims.ts'
import { findCommands } from './find-commands.ts'
import { findCommitments } from './find-commitments.ts'
import { findDurations, type MeasuredPage } from './find-durations.ts'
import { findIssues } from './find-issues.ts'
import { findPhones } from './find-phones.ts'
import { findQuantities } from './find-quantities.ts'
import { findQuestions } from './find-questions.ts'
import { findReleases } from './find-releases.ts'
import { findSerials } from './find-serials.ts'
import { listRuns } from './number-runs.ts'
import { openPage, type Page } from './page.ts'
import { blankSpans, keepApart } from './places.ts'

/**
 * What a thread's texts say, in the order of messages, then positions. Items of one kind do not overlap; what a message
 * quotes is the older message's. Never fails; time grows with the length of the texts.
 * Source: docs/spec/case-import.md §5.
 */
export function findItems(messages: readonly ImportedMessage[]): readonly Found[] {
  const read = messages.map(readCodes)
  const releases = findReleases(read)
  const byMessage = Map.groupBy(releases, ({ message }) => message)
  const measured = read.map(({ page, plain }) => {
    const rest = blankSpans(plain, keepApart(byMessage.get(page.message) ?? []), taken)
    return { page, plain: rest, runs: listRuns(rest) }
  })
  const durations = Map.groupBy(findDurations(measured), ({ message }) => message)
  return read.flatMap(({ page, found }, at) => {
    const { plain: rest, runs } = measured[at] as MeasuredPage
    const items = [
      ...found,
      ...(byMessage.get(page.message) ?? []),
      ...(durations.get(page.message) ?? []),
      ...findQuantities(page, rest, runs),
      ...findCalls(page),
      ...findQuestions(page),
      ...findCommitments(page),
      ...findClaims(page),
    ]
    return items.toSorted((a, b) => a.from - b.from || a.to - b.to)
  })
}

/** Stands for what a rule has taken, so that no later one reads it as something else. */
const taken = '\u0001'

type Coded = { readonly page: Page; readonly plain: string; readonly found: readonly Found[] }

/** Links, addresses, commands and numbers of all kinds: what one rule takes is out of the others' sight. */
function readCodes(message: ImportedMessage): Coded {
  const page = openPage(message)
  const found: Found[] = []
  let plain = page.plain
  const take = (items: readonly Found[]): void => {
    found.push(...items)
    plain = blankSpans(plain, items, taken)
  }
  take(findUrls(page))
  take(findAddresses(page, plain))
  take(findCommands(page, plain))
  take(findSerials(page, plain))
  take(findPhones(page, plain))
  take(findIssues(page, plain))
  return { page, plain, found }
}
