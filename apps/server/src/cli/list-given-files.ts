import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where a folder is given, every file in it and below, in order; links are not followed. Other names stay as they are. */
export function listGivenFiles(names: readonly string[]): string[] {
  return names.flatMap((name) => (isFolder(name) ? listFolder(name) : [name]))
}

function isFolder(name: string): boolean {
  return name !== '-' && (statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false)
}

// Not by the recursion of `readdir`, which follows links to folders and may never end.
function listFolder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return listFolder(path)
      return entry.isFile() ? [path] : []
    })
}
