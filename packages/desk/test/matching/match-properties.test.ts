// What holds for every mail, however it was made.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import { decideMatch } from '../../src/matching/match-message.ts'
import type { KnownCaseState } from '../../src/matching/match-books.ts'
import type { MatchVerdict } from '../../src/matching/match-verdict.ts'
import {
  addressCharactersMax,
  addressesMax,
  foreignReferenceCharactersMax,
  messageIdCharactersMax,
  referencesMax,
  type AutomatonClue,
  type MessageClues,
} from '../../src/matching/message-clues.ts'
import { cluesToLookUp, listReferences } from '../../src/matching/read-clues.ts'
import { PaperDesk, sampleClues, sha256 } from './paper-desk.ts'
import { expand, groundOf } from './vector-ground.ts'

const now = instant('2026-03-10T09:00:00Z')
const ground = groundOf({})
const names = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1', 'b2', 'c1', 'd1', 'd2', 'e1', 's1', 'z1', 'z2']
const sent = names.filter((name) => name !== 'a2' && name !== 'b2')

const anyAddress = fc.oneof(
  fc.constantFrom(
    'li.na@qinghe.example',
    'ann.lowe@harbour.example',
    'zhou.min@vendor.example',
    'he.jun@vendor.example',
  ),
  fc.constantFrom(
    'case.team@maker.example',
    'desk@support.example',
    'x@unknown.example',
    '',
    'no address',
    '@',
  ),
  fc.constantFrom(...sent).map((name) => expand(`{reply ${name}}`)),
  fc.constantFrom(...sent).map((name) => expand(`{reply forged ${name}}`)),
  fc.string({ maxLength: 80 }),
)
const anyMessageId = fc.oneof(
  fc.constantFrom(...sent).map((name) => expand(`{id ${name}}`)),
  fc.constantFrom(...sent).map((name) => expand(`{id forged ${name}}`)),
  fc.constantFrom('qh-2201@qinghe.example', 'hl-77@harbour.example', 'new@elsewhere.example', ''),
  fc.string({ maxLength: 80 }),
)
const anyWords = fc
  .array(
    fc.constantFrom(
      'CAS-03604-S0V3Q4',
      'cas-03611-h7wd2k',
      'CAS-03570-M4TZ8B',
      '激活失败',
      'TRK-7K2M9QX4ZC',
      'Re:',
      '\n',
      '【',
    ),
  )
  .map((words) => words.join(' '))
const anyAutomaton: fc.Arbitrary<AutomatonClue> = fc.oneof(
  fc
    .constantFrom('person', 'auto-reply', 'out-of-office', 'list', 'own', 'machine')
    .map((kind) => ({ kind })),
  fc.option(anyMessageId).map((about) => ({ kind: 'bounce', about }) as const),
)
const some = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 4 })
const anyClues: fc.Arbitrary<MessageClues> = fc
  .record({
    ...{ messageId: fc.option(anyMessageId), inReplyTo: some(anyMessageId), references: some(anyMessageId) },
    ...{ from: some(anyAddress), to: some(anyAddress), cc: some(anyAddress), deliveredTo: some(anyAddress) },
    ...{ subject: anyWords, bodyText: anyWords, automaton: anyAutomaton },
    authentication: fc.constantFrom('pass', 'fail', 'none'),
    headers: some(
      fc.record({ name: fc.constantFrom('x-qinghe-ticket', 'X-Qinghe-Ticket', 'x-other'), value: anyWords }),
    ),
    sentAt: fc.option(
      fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }).map((seconds) => seconds as Instant),
    ),
  })
  .map((clues) => ({
    ...sampleClues(),
    ...clues,
    bodyHash: sha256(clues.bodyText),
    hash: sha256(JSON.stringify(clues)),
  }))
const anyState: fc.Arbitrary<KnownCaseState> = fc.oneof(
  fc.constantFrom(
    { kind: 'open' } as const,
    { kind: 'merged', into: 'B' } as const,
    { kind: 'merged', into: 'A' } as const,
  ),
  fc
    .constantFrom('2026-03-01T09:00:00Z', '2020-01-01T00:00:00Z')
    .map((since) => ({ kind: 'resolved', since: instant(since) }) as const),
  fc.constant({ kind: 'archived', since: instant('2026-02-20T09:00:00Z') } as const),
)

/** What no verdict may be, whatever the mail and the books. */
function faultsOf(verdict: MatchVerdict, desk: PaperDesk): string[] {
  if (verdict.kind === 'duplicate' || verdict.kind === 'returns') return []
  const { kind, standing, held, runnerUp } = verdict
  const found = kind === 'joins' || kind === 'reopens' || kind === 'asks' ? verdict.case : null
  const rules: { readonly [fault: string]: boolean } = {
    'what is held changes a state': held !== null && (kind === 'reopens' || kind === 'asks'),
    'contradicted and shown': standing === 'contradicted' && held === null,
    'a stranger in a case is shown': standing === 'stranger' && kind !== 'begins' && held === null,
    'an automaton changes a state': standing === 'automaton' && (kind === 'reopens' || kind === 'asks'),
    'a clue without words, or words without a clue':
      (verdict.rule === 'none') !== (verdict.evidence.length === 0),
    'a merged case': found !== null && desk.cases.get(found)?.state.kind === 'merged',
    'a runner-up that does not know itself':
      found !== null && runnerUp !== null && runnerUp.disagrees !== (runnerUp.case !== found),
  }
  return Object.keys(rules).filter((fault) => rules[fault] === true)
}

describe('any mail', () => {
  test('gets a verdict, and one that agrees with itself', () => {
    fc.assert(
      fc.property(anyClues, anyState, anyState, (clues, stateA, stateB) => {
        const states: { [id: string]: KnownCaseState } = { A: stateA, B: stateB }
        const cases = ground.cases.map((one) => ({ ...one, state: states[one.id] ?? one.state }))
        const desk = new PaperDesk({ ...ground, cases })
        const books = desk.lookUp(cluesToLookUp(clues, desk.settings))
        const verdict = decideMatch(clues, books, { settings: desk.settings, now })
        expect(decideMatch(clues, books, { settings: desk.settings, now })).toEqual(verdict)
        expect(faultsOf(verdict, desk), JSON.stringify(verdict)).toEqual([])
      }),
      { numRuns: 3_000 },
    )
  })

  test('with nothing but forged tokens names no case by them', () => {
    const symbols = Array.from('0123456789abcdefghjkmnpqrstvwxyz')
    const changed = fc.record({
      name: fc.constantFrom(...sent),
      at: fc.nat(50),
      by: fc.integer({ min: 1, max: 31 }),
    })
    fc.assert(
      fc.property(
        fc.array(changed, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (changes, inMessageIds) => {
          const tokens = changes.map(({ name, at, by }) => {
            const token = expand(`{token ${name}}`)
            const symbol = symbols[(symbols.indexOf(token.charAt(at)) + by) % 32]
            return `${token.slice(0, at)}${symbol}${token.slice(at + 1)}`
          })
          const clues = inMessageIds
            ? sampleClues({ inReplyTo: tokens.map((token) => `desk.${token}@support.example`) })
            : sampleClues({ to: tokens.map((token) => `desk+${token}@support.example`) })
          const asked = cluesToLookUp(clues, ground.settings)
          expect([asked.messages, asked.caseRunnings]).toEqual([[], []])
          const { verdict } = new PaperDesk(ground).receive(clues, now)
          expect(verdict).toMatchObject({ kind: 'begins', rule: 'none', linked: null })
        },
      ),
      { numRuns: 500 },
    )
  })

  test('in a long list counts only so far', () => {
    const references = Array.from({ length: referencesMax }, (_, at) => `r${at}@elsewhere.example`)
    const rule = (ids: readonly string[]) =>
      new PaperDesk(ground).receive(sampleClues({ references: ids }), now).verdict.rule
    expect(rule(['qh-2201@qinghe.example', ...references.slice(1)])).toBe('references')
    expect(rule(['qh-2201@qinghe.example', ...references])).toBe('none')
    const to = Array.from({ length: addressesMax }, (_, at) => `p${at}@elsewhere.example`)
    const byAddress = (list: readonly string[]) =>
      new PaperDesk(ground).receive(sampleClues({ to: list }), now).verdict.rule
    expect(byAddress([...to.slice(1), expand('{reply a1}')])).toBe('reply-token')
    expect(byAddress([...to, expand('{reply a1}')])).toBe('none')
    const asked = (value: string) =>
      cluesToLookUp(sampleClues({ headers: [{ name: 'X-Qinghe-Ticket', value }] }), ground.settings)
    expect(asked('n'.repeat(foreignReferenceCharactersMax)).numbers).toHaveLength(1)
    expect(asked('n'.repeat(foreignReferenceCharactersMax + 1)).numbers).toEqual([])
  })

  test('with an id or an address that is too long has none', () => {
    const asked = (length: number) => {
      const [id, address] = ['i'.repeat(length), 'a'.repeat(length)]
      const about = { kind: 'bounce', about: `b${id.slice(1)}` } as const
      const clues = sampleClues({
        messageId: id,
        inReplyTo: [`r${id.slice(1)}`],
        from: [address],
        automaton: about,
      })
      const { messageIds, addresses } = cluesToLookUp(clues, ground.settings)
      return [messageIds.length, addresses.length]
    }
    expect([asked(messageIdCharactersMax), asked(messageIdCharactersMax + 1)]).toEqual([
      [3, 0],
      [0, 0],
    ])
    expect([asked(addressCharactersMax), asked(addressCharactersMax + 1)]).toEqual([
      [3, 1],
      [3, 0],
    ])
    expect(
      cluesToLookUp(sampleClues({ messageId: '', inReplyTo: [''] }), ground.settings).messageIds,
    ).toEqual([])
  })

  test('with 100,000 references and recipients is decided at once', () => {
    const ids = Array.from({ length: 100_000 }, (_, at) => `r${at}@elsewhere.example`)
    const clues = sampleClues({ references: ids, inReplyTo: ids, to: ids, cc: ids, deliveredTo: ids })
    expect(listReferences(clues).length).toBe(2 * referencesMax)
    expect(new PaperDesk(ground).receive(clues, now).verdict.kind).toBe('begins')
  })
})

/** Conversations of different people: each mail answers one of its own conversation by id, token or number. */
const anyConversations = fc.array(
  fc.record({
    length: fc.integer({ min: 1, max: 4 }),
    by: fc.constantFrom('id', 'token', 'number', 'subject'),
  }),
  { minLength: 2, maxLength: 4 },
)

describe('independent mails', () => {
  test('come to the same cases in whatever order they arrive', () => {
    fc.assert(
      fc.property(anyConversations, fc.infiniteStream(fc.nat()), (conversations, chance) => {
        const mails = conversations.map(({ length, by }, which) =>
          Array.from({ length }, (_, at) => mailOf(which, at, by)),
        )
        const inTurn = new PaperDesk(ground)
        const shuffled = new PaperDesk(ground)
        const plain = mails.flat().map((mail) => [mail.messageId, inTurn.receive(mail, now)] as const)
        const mixed = interleave(mails, chance).map(
          (mail) => [mail.messageId, shuffled.receive(mail, now)] as const,
        )
        expect(partsOf(mixed)).toEqual(partsOf(plain))
      }),
      { numRuns: 300 },
    )
  })
})

function mailOf(which: number, at: number, by: string): MessageClues {
  const before = at === 0 ? [] : [`m${which}-${at - 1}@c${which}.example`]
  return sampleClues({
    ...{ messageId: `m${which}-${at}@c${which}.example`, from: [`p@c${which}.example`] },
    ...(by === 'id' ? { inReplyTo: before } : {}),
    ...(by === 'token' ? { to: [expand(which % 2 === 0 ? '{reply a1}' : '{reply b1}')] } : {}),
    subject: by === 'number' ? 'CAS-03604-S0V3Q4' : '激活失败',
  })
}

function interleave(lists: readonly (readonly MessageClues[])[], chance: Iterator<number>): MessageClues[] {
  const left = lists.map((list) => [...list])
  const mixed: MessageClues[] = []
  while (left.some((list) => list.length > 0)) {
    const open = left.filter((list) => list.length > 0)
    const next = open[(chance.next().value as number) % open.length]?.shift()
    if (next !== undefined) mixed.push(next)
  }
  return mixed
}

/** Cases as sets of mails, and each mail's verdict without the names that new cases happen to get. */
function partsOf(received: readonly (readonly [string | null, ReturnType<PaperDesk['receive']>])[]): object {
  const parts = new Map<string, string[]>()
  for (const [id, { case: found }] of received)
    parts.set(found ?? '', [...(parts.get(found ?? '') ?? []), id ?? ''])
  const verdicts = received.map(
    ([id, { verdict }]) => `${id} ${verdict.kind} ${verdict.rule} ${verdict.standing} ${verdict.held}`,
  )
  return {
    parts: [...parts.values()].map((ids) => ids.toSorted().join(' ')).toSorted(),
    verdicts: verdicts.toSorted(),
  }
}
