import { parse } from 'node:path'
import { refuse, type Refusal } from '@holdfast/lease'

/**
 * The answer file of each request file: `desk-001.answer.txt` for `desk-001.txt`. Where two would share it, both keep their
 * whole name (`desk-001.txt.answer.txt`), so that no answer overwrites another. Capitals make no difference: answers are
 * carried to systems that see none. Refuses INPUT_INVALID where the names of two files differ in nothing else.
 */
export function nameAnswers(
  names: readonly string[],
): ReadonlyMap<string, string> | Refusal<'INPUT_INVALID'> {
  const answers = new Map(names.map((name) => [name, parse(name).name]))
  // A whole name may be what is left of a third file's, `desk-001.txt.old`: asked again until none is shared.
  for (let shared = listColliding(answers); shared.length > 0; shared = listColliding(answers)) {
    const shortened = shared.filter((name) => answers.get(name) !== name)
    if (shortened.length === 0) {
      const complaint = `${shared.slice(0, 2).join(', ')}: their answers would have one name; rename one of them`
      return refuse('INPUT_INVALID', { complaints: [complaint] })
    }
    for (const name of shortened) answers.set(name, name)
  }
  return new Map([...answers].map(([name, answer]) => [name, `${answer}.answer.txt`]))
}

/** The files whose answer has the name of another's, those of one name beside each other. */
function listColliding(answers: ReadonlyMap<string, string>): string[] {
  const files = Map.groupBy(answers.keys(), (name) => folded(answers.get(name) ?? name))
  return [...files.values()].filter(({ length }) => length > 1).flat()
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
