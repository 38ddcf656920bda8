// A thread as a case: head, messages, what they say, and what follows from it. Pure; refuses nothing. spec: case-import §3
import { findAbsent } from './find-absent.ts'
import { flagTimes } from './flag-times.ts'
import type { Found, ImportedCase, ImportedMessage, ImportFlag, Proposal } from './imported-case.ts'
import { parseSubject } from './parse-subject.ts'
import { readCorrespondence, type Addressed } from './read-correspondence.ts'
import type { SourceMessage, SourceThread } from './source-thread.ts'

/** What finds and proposes; `explain` comes from whoever may ask the fleet. */
export type ImportTools = {
  readonly findItems: (messages: readonly ImportedMessage[]) => readonly Found[]
  readonly proposeFrom: (messages: readonly ImportedMessage[], found: readonly Found[]) => readonly Proposal[]
  readonly explain: (found: readonly Found[], messages: readonly ImportedMessage[]) => readonly Proposal[]
}

export function importThread(thread: SourceThread, tools: ImportTools): ImportedCase {
  const messages = readMessages(thread)
  const found = tools.findItems(messages)
  const proposals = [...tools.explain(found, messages), ...tools.proposeFrom(messages, found)]
  return { case: parseSubject(thread.subject), messages, found, proposals }
}

function readMessages(thread: SourceThread): ImportedMessage[] {
  const addressed = readCorrespondence(thread)
  const times = flagTimes(thread.messages)
  const absent = findAbsent(thread.messages)
  return thread.messages.map((message, place) =>
    messageOf(message, addressed[place] as Addressed, {
      times: times[place] ?? [],
      absent: absent[place] ?? [],
    }),
  )
}

function messageOf(
  { index, from, sentAt, attachments, text }: SourceMessage,
  addressed: Addressed,
  { times, absent }: { readonly times: readonly ImportFlag[]; readonly absent: readonly string[] },
): ImportedMessage {
  const flags: ImportFlag[] = [...times]
  if (addressed.side === 'unknown') flags.push('side-open')
  if (addressed.audience === 'unknown') flags.push('audience-open')
  const { name, address } = from
  return {
    index,
    from: { name, address },
    ...addressed,
    sentAt,
    flags,
    attachments,
    absentAttachments: absent,
    text,
  }
}
