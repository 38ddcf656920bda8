// The files that belong to the project: everything below the root that .gitignore does not leave out.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `path` is relative to the project's root, with `/`. */
export type SourceFile = { readonly path: string; readonly text: string }

export const projectRoot = fileURLToPath(new URL('..', import.meta.url))

const sourcePattern = /\.(?:ts|js)$/
const textPattern =
  /\.(?:ts|tsx|js|json|md|yml|yaml|txt|html|css|svg|sql|sh|template)$|(?:^|\/)(?:LICENSE|run|\.[a-z]+)$/

/** Paths below `root`, sorted. */
export function listFiles(root: string): string[] {
  const ignored = ignoredNames(root)
  const found: string[] = []
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.name === '.git' || ignored(path, entry.isDirectory())) continue
      if (entry.isDirectory()) visit(path)
      else if (entry.isFile()) found.push(path)
    }
  }
  visit('')
  return found.toSorted()
}

/** TypeScript and JavaScript sources among `paths`, read. */
export function readSources(root: string, paths: readonly string[]): SourceFile[] {
  return readFiles(
    root,
    paths.filter((path) => sourcePattern.test(path)),
  )
}

/** Everything that people read as text among `paths`, read. The lock file is judged by a rule of its own. */
export function readTexts(root: string, paths: readonly string[]): SourceFile[] {
  return readFiles(
    root,
    paths.filter((path) => textPattern.test(path) && path !== 'package-lock.json'),
  )
}

function readFiles(root: string, paths: readonly string[]): SourceFile[] {
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Reads the four forms that .gitignore uses here: `name/`, `/name/`, `*.ending` and `name`. */
function ignoredNames(root: string): (path: string, isFolder: boolean) => boolean {
  const file = join(root, '.gitignore')
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const rules = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  return (path, isFolder) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    return rules.some((rule) => {
      if (rule.startsWith('*.')) return name.endsWith(rule.slice(1))
      if (rule.startsWith('/'))
        return path === rule.replace(/^\/|\/$/g, '') && (isFolder || !rule.endsWith('/'))
      return name === rule.replace(/\/$/, '') && (isFolder || !rule.endsWith('/'))
    })
  }
}
