import { readdirSync, statSync, type Dirent } from 'node:fs'
import { join } from 'node:path'

/** Where a folder is given, every file in it and below, in order; links are not followed. Other names, and folders that cannot be read, stay as they are. */
export function listGivenFiles(names: readonly string[]): string[] {
  return names.flatMap((name) => (isFolder(name) ? listFolder(name) : [name]))
}

function isFolder(name: string): boolean {
  if (name === '-') return false
  try {
    return statSync(name).isDirectory()
  } catch {
    return false
  }
}

// Not by the recursion of `readdir`, which follows links to folders and may never end.
function listFolder(folder: string): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    // Whoever reads the names refuses this one, and the others are read.
    return [folder]
  }
  const sorted = entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  return sorted.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listFolder(path)
    return entry.isFile() ? [path] : []
  })
}
