import type { WriteTools } from '../write-tools.ts'
import type { DeskWriter } from './desk-interface.ts'
import { deadlineWriter } from './case-deadlines.ts'
import { proposeLinks } from './propose-links.ts'
import { searchWriter } from './put-search-entries.ts'
import { caseWriter } from './write-cases.ts'
import { intakeWriter } from './write-intake.ts'
import { itemWriter } from './write-items.ts'
import { messageWriter } from './write-messages.ts'
import { moveWriter } from './write-moves.ts'
import { outgoingWriter } from './write-outgoing.ts'
import { personWriter } from './write-persons.ts'

export function deskWriter(tools: WriteTools): DeskWriter {
  return {
    ...caseWriter(tools),
    ...deadlineWriter(tools),
    proposeLinks: (links, now) => proposeLinks(tools, links, now),
    ...itemWriter(tools),
    ...messageWriter(tools),
    ...moveWriter(tools),
    ...personWriter(tools),
    ...searchWriter(tools),
    ...intakeWriter(tools),
    ...outgoingWriter(tools),
  }
}
