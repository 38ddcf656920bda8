import type { Complaint } from './complaint.ts'
import type { SourceFile } from './source-files.ts'

type Trace = { readonly pattern: RegExp; readonly message: string; readonly in?: RegExp }

const prose = /\.md$|\.(?:ts|tsx|js|yml|sh)$|(?:^|\/)run$/

// Each pattern is written so that it does not match itself.
const traces: readonly Trace[] = [
  {
    pattern: /(?:^|[\s"'`(=])\/(?:wor[k]|tmp\/brie[f]|roo[t])\//,
    message: 'a path of one machine',
  },
  {
    pattern: /\bregistry\.(?:npm|yarn|nod)|\bnpm(?:js|mirror)\.(?:org|com)|\bpkg\.github\.co[m]/i,
    message: 'the address of a registry',
  },
  {
    pattern:
      /\b(?:issue|ticket|bug|pull request|PR) #?\d+\b|(?<!\b(?:UAX|UTS|PKCS) )(?<=^|\s|\()#\d{1,6}\b(?![;0-9a-f])/i,
    message: 'a number of some tracker: say what it was about',
    in: prose,
  },
  {
    pattern: /\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/,
    message: 'a note to do something later: do it, or write it down as a limit',
  },
  { pattern: /^(?:<{7}|>{7}) /, message: 'a merge that was not finished' },
  { pattern: /\t/, message: 'a tab: indent with spaces', in: /\.(?:ts|tsx|js|json|md)$/ },
]

/** Words in any text of the project that should have stayed on somebody's desk. */
export function findTraces(file: SourceFile): Complaint[] {
  return file.text
    .split('\n')
    .flatMap((text, index) =>
      traces
        .filter((trace) => (trace.in?.test(file.path) ?? true) && trace.pattern.test(text))
        .map(({ message }) => ({ path: file.path, line: index + 1, message })),
    )
}
