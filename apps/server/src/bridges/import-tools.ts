import type { Instant } from '@holdfast/capabilities'
import { findItems, proposeFrom, type ImportTools } from '@holdfast/desk'
import { explainThread } from './explain-thread.ts'

/** What finds and proposes in a thread that is imported. */
export function importTools(now: Instant): ImportTools {
  return { findItems, proposeFrom, explain: explainThread(now) }
}
