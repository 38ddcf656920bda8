// Any server, any moment: what is said about a mail follows from the first answer that was not yes.
import { ManualClock } from '@holdfast/capabilities/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSender } from '../../src/doors/open-sender.ts'
import type { SendOutcome } from '../../src/doors/send-outcome.ts'
import { openScriptedServer, type Talk } from './scripted-server.ts'

const stages = ['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', '.'] as const
type Stage = (typeof stages)[number]
const turns = ['yes', 'later', 'no', 'nonsense', 'vanish'] as const
type Turn = (typeof turns)[number]
type Plan = { readonly [stage in Stage]: Turn } & { readonly pipelining: boolean }

const yes: { readonly [stage in Stage]: string } = {
  ...{ greeting: '220 mx.example', EHLO: '250 mx.example', MAIL: '250 ok', RCPT: '250 ok' },
  ...{ DATA: '354 go on', '.': '250 stored' },
}

function act(talk: Talk, stage: Stage, plan: Plan): void {
  const turn = plan[stage]
  if (turn === 'vanish') return talk.vanish()
  if (turn === 'later') return talk.say('451 later')
  if (turn === 'no') return talk.say('550 no')
  if (turn === 'nonsense') return talk.say('good morning')
  return talk.say(stage === 'EHLO' && plan.pipelining ? '250-mx.example\r\n250 PIPELINING' : yes[stage])
}

/** Also tells whether the server ever had the whole mail in an open transaction and said yes to it. */
async function tryPlan(plan: Plan): Promise<{ outcome: SendOutcome; stored: number }> {
  let stored = 0
  const server = await openScriptedServer(null, async (talk) => {
    act(talk, 'greeting', plan)
    let inData = false
    for (let line = await talk.line(); line !== null; line = await talk.line()) {
      if (inData && line !== '.') continue
      const stage = stages.find((one) => one === line.split(' ')[0]?.replace('HELO', 'EHLO'))
      if (stage === undefined) talk.say('250 ok')
      else act(talk, stage, plan)
      // What comes for a sender or a recipient that was refused is stored for nobody.
      const isForSomebody = plan.MAIL === 'yes' && plan.RCPT === 'yes'
      if (stage === '.' && inData && isForSomebody && plan['.'] === 'yes') stored++
      inData = stage === 'DATA' && plan.DATA === 'yes'
    }
  })
  const mailServer = {
    ...{ host: '127.0.0.1', port: server.port, trustedCertificates: null, login: null },
    security: 'none' as const,
  }
  const clock = new ManualClock('2026-03-02T08:00:00Z')
  const sender = openSender({ server: mailServer, helloName: 'desk.example', quitMs: 1 }, { clock })
  const raw = Buffer.from('Subject: x\r\n\r\nx\r\n')
  const outcome = await sender.send({ raw, from: 'desk@desk.example', to: ['kim@customer.example'] })
  await server.close()
  return { outcome, stored }
}

function expectedOf(plan: Plan): SendOutcome['kind'] {
  const wrong = stages.find((stage) => plan[stage] !== 'yes')
  if (wrong === undefined) return 'sent'
  return wrong === '.' && (plan['.'] === 'vanish' || plan['.'] === 'nonsense') ? 'doubt' : 'refused'
}

test('nothing lost, nothing sent twice, a doubt only after the end of the mail', async () => {
  // Mostly yes, or the later stages would hardly ever be reached.
  const turn = fc.oneof(
    { weight: 4, arbitrary: fc.constant('yes' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...turns) },
  )
  const plans = fc.record({
    ...{ greeting: turn, EHLO: turn, MAIL: turn, RCPT: turn, DATA: turn },
    ...{ '.': fc.constantFrom(...turns), pipelining: fc.boolean() },
  })
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const { outcome, stored } = await tryPlan(plan)
      expect(outcome.kind).toBe(expectedOf(plan))
      // What counts: `sent` only where it is stored, and never `refused` where it is.
      expect({ sent: [1], refused: [0], doubt: [0, 1] }[outcome.kind]).toContain(stored)
    }),
    { numRuns: 300 },
  )
})
