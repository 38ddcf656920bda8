import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where a folder is given, every file in it and below, in order; links are not followed. Other names stay as they are. */
export function listGivenFiles(names: readonly string[]): string[] {
  return names.flatMap((name) => (isFolder(name) ? listFolder(name) : [name]))
}

function isFolder(name: string): boolean {
  return name !== '-' && (statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false)
}

function listFolder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}
