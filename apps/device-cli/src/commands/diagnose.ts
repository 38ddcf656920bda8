import { formatInstant } from '@holdfast/capabilities'
import { formatDeviceState, type Diagnosis } from '@holdfast/device'
import { leaseSummary } from '../lease-summary.ts'
import type { Ask, Outcome } from '../outcome.ts'
import { openOutput } from '../text-file.ts'

/** The signed report below the same facts as text: readers of armour skip what stands before it. */
export function run({ typed, licence, words, surroundings }: Ask): Outcome {
  const file = typed.out ?? '-'
  const opened = openOutput(file, surroundings.print)
  if (opened.kind === 'refused') return opened
  const found = licence.diagnose(surroundings.clock.now())
  const facts = factsOf(found)
  const written = opened.output.write(`${JSON.stringify(facts, null, 2)}\n\n${found.report ?? ''}`)
  if (written.kind === 'refused') return written
  return {
    kind: 'done',
    json: { done: 'diagnose', file, signed: found.report !== null, ...facts },
    text:
      file === '-'
        ? ''
        : [words.diagnosed(file), ...(found.report === null ? [words.diagnosedUnsigned] : [])].join('\n'),
  }
}

function factsOf(found: Diagnosis): object {
  const { clock } = found
  return {
    state: formatDeviceState(found.state),
    lease: found.lease === null ? null : leaseSummary(found.lease),
    device: found.device,
    trust: found.trust,
    release: found.release,
    server: found.server,
    clock: {
      wall: formatInstant(clock.wall),
      floor: clock.floor === null ? null : formatInstant(clock.floor),
      now: formatInstant(clock.now),
    },
    vault: found.vault,
    refusals: found.refusals.map(({ code, facts }) => ({ code, facts })),
    waiting: found.waiting,
    facts: found.facts,
    journal: found.journal.map((entry) => ({ ...entry, at: formatInstant(entry.at) })),
  }
}
