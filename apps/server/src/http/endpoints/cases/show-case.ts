import { operations } from '@holdfast/contract'
import { pageRowsMax, type CaseRecord, type Store } from '@holdfast/store'
import { findNamedCase } from '../../../desk/find-case.ts'
import { findLinkWords } from '../../../desk/views/link-words.ts'
import { recordReveal, refuseReveal } from '../../../desk/views/record-reveal.ts'
import { ballOfState } from '../../../desk/views/state-ball.ts'
import { openVeil } from '../../../desk/views/veil.ts'
import { endpoint } from '../../endpoint.ts'
import { formatInstant } from '@holdfast/capabilities'
import { caseWire, linkWire } from '../../wire/case.ts'

export const showCase = endpoint(operations.showCase, async ({ params, query }, caller, { store }) => {
  const reveal = query.reveal === 'yes'
  const refused = await refuseReveal(caller, reveal)
  if (refused !== null) return refused
  const record = await findNamedCase(store.read, params.case)
  if ('code' in record) return record
  const veil = await openVeil(store.read, record, { locale: caller.locale, reveal })
  if (veil.kind === 'refused') return veil
  const customer = record.customer === null ? null : await store.read.findCustomer(record.customer)
  const ball = ballOfState(record, await hasOpenItems(store.read, record))
  const messages = Object.fromEntries(await store.read.countMessages(record.id))
  const links = await store.read.listCaseLinks(record.id)
  const words = await findLinkWords(store.read, links, veil)
  const answer = {
    case: caseWire(record, veil),
    customerName: customer?.name ?? null,
    links: links.map((link) => linkWire(link, words(link))),
    watchers: [...(await store.read.listWatchers(record.id))],
    counts: {
      messages,
      proposalsOpen: await countOpenProposals(store.read, record),
      people: veil.peopleCount,
    },
    ball: ball === null ? null : { party: ball.party, since: formatInstant(ball.since) },
  }
  if (reveal) await recordReveal(store, caller, { subject: `case:${record.id}`, what: 'case' })
  return answer
})

/** Where there are more than a page, some are open for all that is known. */
async function hasOpenItems(read: Store['read'], { id }: CaseRecord): Promise<boolean> {
  const listed = await read.listItems(id, { after: null, limit: pageRowsMax })
  if (listed.kind === 'refused') return true
  return listed.next !== null || listed.items.some(({ closedAt }) => closedAt === null)
}

async function countOpenProposals(read: Store['read'], { id }: CaseRecord): Promise<number> {
  let count = 0
  for (let after: string | null = null; ;) {
    const listed = await read.listProposals({ case: id }, { after, limit: pageRowsMax })
    if (listed.kind === 'refused') return count
    count += listed.items.filter(({ state }) => state.kind === 'proposed').length
    if (listed.next === null) return count
    after = listed.next
  }
}
