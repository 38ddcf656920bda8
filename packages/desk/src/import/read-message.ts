// A message as sides and audiences are worked out from it. spec: case-import §4
import type { Judged } from './decide-side.ts'
import type { Side } from './imported-case.ts'
import type { MessageParts } from './message-parts.ts'
import type { GreetedSurname } from './people.ts'
import type { MessageWords } from './read-words.ts'
import type { SourceMessage } from './source-thread.ts'

export type ReadMessage = {
  readonly source: SourceMessage
  readonly parts: MessageParts
  readonly words: MessageWords
  /** One for all mails of a sender. */
  readonly sender: string
  /** The surname with a title that the first words greet. */
  readonly surname: GreetedSurname | null
}

export type Sides = {
  of(sender: string): Judged<Side>
  /** Whose domain it is, by the senders who write from it. */
  ofDomain(domain: string): Side
  /** Of another house, and writes as a vendor does. */
  isMaker(sender: string): boolean
}
