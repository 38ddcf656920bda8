// Holds the imports of every room to the table of rooms in ARCHITECTURE.md and to the manifests.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isProgram, printComplaints, type Complaint } from './complaint.ts'
import { findLoops } from './import-loops.ts'
import { listImports, type Import } from './imports.ts'
import { parseManifest, parseRooms, roomOf, type Allowed, type Manifest, type Room } from './rooms.ts'
import { listFiles, projectRoot, readSources, type SourceFile } from './source-files.ts'

const scope = '@holdfast/'
// Sources of any room may be started by it; the bins are JavaScript for old Nodes and cannot reach it by a package name.
const launcher = 'tools/launcher.js'

/** `manifests` by room path; the root's stands under the empty path. */
export type Project = {
  readonly rooms: readonly Room[]
  readonly manifests: ReadonlyMap<string, Manifest>
  readonly sources: readonly SourceFile[]
}

/** Every import that breaks a rule of ARCHITECTURE.md. */
export function findWrongArrows(project: Project): Complaint[] {
  const imports = project.sources.flatMap(listImports)
  return [
    ...findWrongRooms(project),
    ...imports.flatMap((found) => judgeImport(project, found).map((message) => complaintAt(found, message))),
    ...findLoops(imports),
  ]
}

function judgeImport(project: Project, found: Import): string[] {
  if (found.target === null)
    return found.from === launcher ? [] : ['import a literal name: a computed one cannot be judged']
  const room = roomOf(project.rooms, found.from)
  if (found.target.startsWith('.')) return judgeRelative(project, found, found.target, room)
  return room === null
    ? judgeDeclared(project, found, found.target, room)
    : judgePackage(project, found, found.target, room)
}

function judgeRelative(project: Project, found: Import, target: string, room: Room | null): string[] {
  const path = posix.join(posix.dirname(found.from), target)
  if (path === launcher) return []
  if (roomOf(project.rooms, path) !== room)
    return [`"${target}" leaves ${room?.path ?? 'its folder'}: import the other package by its name`]
  const messages: string[] = []
  if (room !== null && path === `${room.path}/src/index.ts` && found.from.startsWith(`${room.path}/src/`))
    messages.push('index.ts is for other packages: import the file that holds what you need')
  if (room !== null && path.startsWith(`${room.path}/test/`) && found.from.startsWith(`${room.path}/src/`))
    messages.push('sources import no tests')
  if (found.star) messages.push('name what you export: a star hides where things come from')
  return messages
}

function judgePackage(project: Project, found: Import, target: string, room: Room): string[] {
  const messages = [
    ...judgeDeclared(project, found, target, room),
    ...judgeAllowed(project, found, target, room),
  ]
  if (!target.startsWith(scope)) return messages
  const [name = '', ...rest] = target.slice(scope.length).split('/')
  const other = project.rooms.find((candidate) => candidate.name === name)
  if (other === undefined) return [...messages, `no room "${name}" stands in ARCHITECTURE.md`]
  if (other === room)
    return [...messages, 'a package does not import itself by name: import the file that holds what you need']
  const entry = ['.', ...rest].join('/')
  if (!(project.manifests.get(other.path)?.exports ?? []).includes(entry))
    messages.push(`${other.path} exports no "${entry}": import what its manifest offers`)
  if (other.path.startsWith('apps/') && !room.path.startsWith('tools'))
    messages.push('nobody imports an app but the tools')
  return messages
}

/** Whether the manifest names what is imported; tests and tools may also use the root's devDependencies. */
function judgeDeclared(project: Project, found: Import, target: string, room: Room | null): string[] {
  if (target.startsWith('node:')) return []
  const name = packageName(target)
  const own = project.manifests.get(room?.path ?? '')
  const forTests = room === null || room.path === 'tools' || isForTests(found.from, room)
  const root = forTests ? (project.manifests.get('')?.devDependencies ?? []) : []
  if ([...(own?.dependencies ?? []), ...(own?.devDependencies ?? []), ...root].includes(name)) return []
  return [`"${name}" is not declared in ${room === null ? 'package.json' : `${room.path}/package.json`}`]
}

function judgeAllowed(project: Project, found: Import, target: string, room: Room): string[] {
  const inTest = isForTests(found.from, room)
  if (inTest && isLentToTests(target, project.manifests.get(''))) return []
  const entry = room.allowed.find((allowed) => matches(allowed, target))
  if (entry === undefined)
    return [`${room.path} may not import "${target}" (table of rooms in ARCHITECTURE.md)`]
  if (entry.typesOnly && !found.typesOnly && !inTest)
    return [`${room.path} may import only types of "${entry.name}": write "import type"`]
  return []
}

/** A test, or what a package lends to tests. */
function isForTests(path: string, room: Room): boolean {
  return path.startsWith(`${room.path}/test/`) || path === `${room.path}/src/testing.ts`
}

function isLentToTests(target: string, root: Manifest | undefined): boolean {
  if (target.startsWith('node:') || target.startsWith(`${scope}capabilities`)) return true
  if (target.startsWith(scope) && target.endsWith('/testing')) return true
  return (root?.devDependencies ?? []).includes(packageName(target))
}

function matches(allowed: Allowed, target: string): boolean {
  if (allowed.name === 'node:*') return target.startsWith('node:')
  if (target.startsWith(scope)) return target.slice(scope.length) === allowed.name
  return target === allowed.name || packageName(target) === allowed.name
}

function packageName(target: string): string {
  return target.split('/', target.startsWith('@') ? 2 : 1).join('/')
}

/** Folders without a row, rows without a folder, and sources outside every room. */
function findWrongRooms(project: Project): Complaint[] {
  const known = new Set(project.rooms.map((room) => room.path))
  const used = [...project.manifests.keys()].filter((path) => path !== '')
  const about = (message: string): Complaint => ({ path: 'ARCHITECTURE.md', line: 0, message })
  return [
    ...used.filter((path) => !known.has(path)).map((path) => about(`the table of rooms lacks ${path}`)),
    ...[...known]
      .filter((path) => !used.includes(path))
      .map((path) => about(`room ${path} has no package.json`)),
  ]
}

function complaintAt(found: Import, message: string): Complaint {
  return { path: found.from, line: found.line, message }
}

function readProject(root: string): Project {
  const paths = listFiles(root)
  const architecture = join(root, 'ARCHITECTURE.md')
  const manifests = paths.filter((path) => posix.basename(path) === 'package.json')
  return {
    rooms: existsSync(architecture) ? parseRooms(readFileSync(architecture, 'utf8')) : [],
    manifests: new Map(
      manifests.map((path) => [folderOf(path), parseManifest(readFileSync(join(root, path), 'utf8'))]),
    ),
    sources: readSources(root, paths),
  }
}

function folderOf(path: string): string {
  const folder = dirname(path)
  return folder === '.' ? '' : folder
}

if (isProgram(fileURLToPath(import.meta.url)))
  printComplaints('arrows', findWrongArrows(readProject(projectRoot)))
