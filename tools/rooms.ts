// The table of rooms in ARCHITECTURE.md and the manifests beside the sources.
import { tableRows } from './markdown.ts'

/** What a room may import: a room's export (`lease`, `capabilities/calendar`), an outside package, `node:*` or one `node:` module. */
export type Allowed = { readonly name: string; readonly typesOnly: boolean }

export type Room = {
  /** Folder, as in the table: `packages/lease`, `tools`. */
  readonly path: string
  /** Last part of the folder; other rows name the room by it. */
  readonly name: string
  readonly allowed: readonly Allowed[]
}

export type Manifest = {
  readonly name: string
  readonly exports: readonly string[]
  readonly dependencies: readonly string[]
  readonly devDependencies: readonly string[]
}

/** Rows of the table `| room | may import | carries |`. An entry `(types)` may be imported by `import type` only. */
export function parseRooms(architecture: string): Room[] {
  return tableRows(architecture, 'room').map(({ cells }) => {
    const path = (cells[0] ?? '').replaceAll('`', '')
    const entries = (cells[1] ?? '').replaceAll('`', '').split(',')
    const allowed = entries
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '' && entry !== 'nothing')
    return {
      path,
      name: path.slice(path.lastIndexOf('/') + 1),
      allowed: allowed.map((entry) => ({
        name: entry.replace(/\s*\(types\)$/, ''),
        typesOnly: entry.endsWith('(types)'),
      })),
    }
  })
}

export function parseManifest(text: string): Manifest {
  const json = JSON.parse(text) as {
    name: string
    exports?: Record<string, unknown>
    dependencies?: Record<string, string>
    devDependencies?: Record<string, string>
  }
  return {
    name: json.name,
    exports: Object.keys(json.exports ?? {}),
    dependencies: Object.keys(json.dependencies ?? {}),
    devDependencies: Object.keys(json.devDependencies ?? {}),
  }
}

/** The innermost room that holds `path`. */
export function roomOf(rooms: readonly Room[], path: string): Room | null {
  return rooms.find((room) => path.startsWith(`${room.path}/`)) ?? null
}
