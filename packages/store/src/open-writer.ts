// Everything that can be changed by hand, inside one transaction. Each operation leaves its audit row.
import { deskWriter } from './desk/desk-writer.ts'
import { openReader } from './open-reader.ts'
import type { Writer } from './store-interface.ts'
import { catalogueWriter } from './write-catalogue.ts'
import { fleetWriter } from './write-fleet.ts'
import { orderWriter } from './write-orders.ts'
import { outboxWriter } from './write-outbox.ts'
import { ownWriter } from './write-own.ts'
import { planWriter } from './write-plans.ts'
import { rekeyWriter } from './write-rekeys.ts'
import { rightsWriter } from './write-rights.ts'
import type { WriteTools } from './write-tools.ts'

export function openWriter(tools: WriteTools): Writer {
  return {
    read: openReader(tools.db, tools.facts, tools.sealer),
    ...catalogueWriter(tools),
    ...orderWriter(tools),
    ...rekeyWriter(tools),
    ...rightsWriter(tools),
    ...ownWriter(tools),
    ...planWriter(tools),
    ...fleetWriter(tools),
    ...outboxWriter(tools),
    ...deskWriter(tools),
  }
}
