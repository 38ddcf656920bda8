// Every file of vectors/threading: mails in order, each with the verdict that the rules demand.
import { describe, expect, test } from 'vitest'
import type { MatchVerdict, RunnerUp } from '../../src/matching/match-verdict.ts'
import { PaperDesk } from './paper-desk.ts'
import {
  cluesOf,
  groundOf,
  read,
  vectorFiles,
  type ExpectedVerdict,
  type ThreadingVector,
} from './vector-ground.ts'

describe('vectors/threading', () => {
  test('there are at least sixty, in both languages', () => {
    const subjects = vectorFiles.flatMap((file) =>
      read<ThreadingVector>(file).mails.map(({ subject }) => subject ?? ''),
    )
    expect(vectorFiles.length).toBeGreaterThanOrEqual(60)
    expect(subjects.filter((subject) => /\p{Script=Han}/u.test(subject)).length).toBeGreaterThan(20)
    expect(subjects.filter((subject) => /^[\w\s:[\].,#%?'-]+$/.test(subject)).length).toBeGreaterThan(20)
  })

  test.each(vectorFiles)('%s', (file) => {
    const vector = read<ThreadingVector>(file)
    const desk = new PaperDesk(groundOf(vector))
    expect(vector.why).toMatch(/\w/)
    for (const mail of vector.mails) {
      const { clues, now } = cluesOf(mail)
      const { verdict, case: where } = desk.receive(clues, now)
      const words = verdict.evidence.map(({ where: place, text }) => `${place}: ${text}`)
      expect(told(verdict, where), `${file}: ${vector.why}`).toEqual(demanded(mail.expect))
      expect(words, file).toEqual(mail.expect.evidence ?? words)
    }
  })
})

function told(verdict: MatchVerdict, where: string | null): object {
  return {
    ...{
      kind: verdict.kind,
      rule: verdict.rule,
      case: where,
      standing: verdict.standing,
      held: verdict.held,
    },
    audience: 'audience' in verdict ? verdict.audience : null,
    linked: verdict.kind === 'begins' ? verdict.linked : null,
    redirectedFrom: 'redirectedFrom' in verdict ? verdict.redirectedFrom : null,
    runnerUp: formatRunnerUp(verdict.runnerUp),
    doubts: verdict.doubts.map(({ kind }) => kind).toSorted(),
  }
}

/** What a file does not say is nothing: no runner-up, no doubts, not held. */
function demanded(expected: ExpectedVerdict): object {
  const { evidence: _evidence, ...rest } = expected
  return {
    ...{ case: null, held: null, audience: null, linked: null, redirectedFrom: null, runnerUp: 'none' },
    ...rest,
    doubts: [...(expected.doubts ?? [])].toSorted(),
  }
}

function formatRunnerUp(runnerUp: RunnerUp | null): string {
  if (runnerUp === null) return 'none'
  return `${runnerUp.rule} ${runnerUp.case} ${runnerUp.disagrees ? 'disagrees' : 'agrees'}`
}
