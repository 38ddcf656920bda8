import type { Complaint } from './complaint.ts'
import { tableRows } from './markdown.ts'
import type { SourceFile } from './source-files.ts'

type ManifestJson = { readonly [section: string]: { readonly [name: string]: string } | undefined }
type Locked = { readonly version?: string; readonly license?: string }

const sections = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

/** Differences between the table `| package | version | licence | why |` of the page and what the manifests ask for. */
export function findWrongDependencies(
  manifests: readonly SourceFile[],
  lock: SourceFile,
  page: SourceFile,
): Complaint[] {
  const locked = (JSON.parse(lock.text) as { packages: { readonly [path: string]: Locked } }).packages
  const rows = tableRows(page.text, 'package').map(({ cells, line }) => ({
    name: (cells[0] ?? '').replaceAll('`', ''),
    version: cells[1] ?? '',
    licence: cells[2] ?? '',
    why: cells[3] ?? '',
    line,
  }))
  const wanted = [...new Set(manifests.flatMap(outsideDependencies))]
  const missing = wanted
    .filter((name) => rows.filter((row) => row.name === name).length !== 1)
    .map((name) => ({ line: 0, message: `${name} needs exactly one line that says why it is there` }))
  const wrong = rows.flatMap(({ name, version, licence, why, line }) => {
    const entry = locked[`node_modules/${name}`]
    if (!wanted.includes(name)) return [{ line, message: `${name} is no dependency: remove its line` }]
    const messages: string[] = []
    if (entry?.version !== version) messages.push(`${name} has the version ${entry?.version}`)
    if (entry?.license !== licence) messages.push(`${name} has the licence ${entry?.license}`)
    if (why === '') messages.push(`${name} has no reason`)
    return messages.map((message) => ({ line, message }))
  })
  return [...missing, ...wrong].map((found) => ({ path: page.path, ...found }))
}

function outsideDependencies(manifest: SourceFile): string[] {
  const json = JSON.parse(manifest.text) as ManifestJson
  return sections
    .flatMap((section) => Object.keys(json[section] ?? {}))
    .filter((name) => !name.startsWith('@holdfast/'))
}
