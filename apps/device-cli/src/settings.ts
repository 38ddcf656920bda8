// Where the vault is, and what the settings files say: typed first, then the vault folder's file, then the one above it.
import { readFileSync, statSync, type Stats } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { readSettings as readVaultSettings } from '@holdfast/device'
import type { Release } from '@holdfast/lease'
import { releaseOf, type Typed } from './command-line.ts'

export const settingsFileName = 'holdfast-device.json'
export const settingsBytesMax = 65_536

/** Root's vaults, and those of services. */
export const systemFolder = '/var/lib/holdfast'

export type Settings = {
  readonly product?: string
  readonly release?: Release
  readonly server?: string
  /** Paths, absolute. */
  readonly trust?: string
  readonly facts?: string
}

type Environment = { readonly [name: string]: string | undefined }
export type Place = Settings & { readonly dir: string; readonly product: string }
export type WrongUsage = { readonly kind: 'wrong-usage'; readonly text: string }

const productMissing = wrongUsage(
  `Give --product, or "product" in ${settingsFileName}; see holdfast-device --help.\n`,
)

/** The vault folder, product and everything else that the settings files and the vault add to what was typed. */
export function findPlace(
  typed: Typed,
  env: Environment,
  uid: number | null,
): { readonly kind: 'place'; readonly place: Place } | WrongUsage {
  const base = typed.dir === undefined ? baseOf(typed, env, uid) : dirname(resolve(typed.dir))
  const upper = readSettings(base, { uid, below: typed.dir })
  if (upper.kind === 'wrong-usage') return upper
  if (typed.dir === undefined && typed.product === undefined && upper.settings.product === undefined)
    return productMissing
  const dir =
    typed.dir === undefined ? join(base, typed.product ?? upper.settings.product ?? '') : resolve(typed.dir)
  const own = readSettings(dir, null)
  if (own.kind === 'wrong-usage') return own
  const product = typed.product ?? own.settings.product ?? productOfVault(dir) ?? upper.settings.product
  if (product === undefined) return productMissing
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(product))
    return wrongUsage('A product id is a small letter, then up to 31 small letters, digits or "-".\n')
  // A file that is about another product says nothing about this one.
  const about = ({ settings }: { settings: Settings }) =>
    settings.product === undefined || settings.product === product ? settings : {}
  return { kind: 'place', place: { ...about(upper), ...about(own), ...typedSettings(typed), dir, product } }
}

/** A vault that cannot be read says nothing here; what is wrong with it is said by whoever opens it. */
function productOfVault(dir: string): string | undefined {
  try {
    return readVaultSettings(dir)?.product
  } catch {
    return undefined
  }
}

function typedSettings(typed: Typed): Settings {
  const { release, server, trust, facts } = typed
  return {
    ...(release === undefined ? {} : { release }),
    ...(server === undefined ? {} : { server }),
    ...(trust === undefined ? {} : { trust }),
    ...(facts === undefined ? {} : { facts }),
  }
}

/** The folder above the vault, where no vault was typed. */
function baseOf({ product }: Typed, env: Environment, uid: number | null): string {
  const own = uid === 0 ? null : stateFolder(env)
  if (own === null) return systemFolder
  const used = [own, systemFolder].find((folder) => holdsSomething(folder, product))
  return used ?? own
}

function stateFolder(env: Environment): string | null {
  const state = env['XDG_STATE_HOME'] ?? ''
  const home = env['HOME'] ?? env['USERPROFILE'] ?? ''
  if (isAbsolute(state)) return join(state, 'holdfast')
  return home === '' ? null : join(home, '.local', 'state', 'holdfast')
}

function holdsSomething(folder: string, product: string | undefined): boolean {
  return isThere(join(folder, settingsFileName)) || (product !== undefined && isThere(join(folder, product)))
}

function isThere(path: string): boolean {
  return statOf(path) !== null
}

/** `null` where nothing is there, or nothing that this user may look at. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'ENOTDIR' || code === 'EPERM') return null
    throw error
  }
}

type ReadSettings = { readonly kind: 'settings'; readonly settings: Settings } | WrongUsage

/**
 * `above` is set for the folder above a vault, which may be one such as /tmp: there a file counts only where it belongs
 * to root, to this user, or to the owner of the vault.
 */
function readSettings(
  folder: string,
  above: { readonly uid: number | null; readonly below: string | undefined } | null,
): ReadSettings {
  const path = join(folder, settingsFileName)
  const found = statOf(path)
  if (found === null || (above !== null && !isBelieved(found, above)))
    return { kind: 'settings', settings: {} }
  if (!found.isFile() || found.size > settingsBytesMax)
    return wrongUsage(`${path} is no file of at most ${settingsBytesMax} bytes.\n`)
  try {
    return parseSettings(readFileSync(path, 'utf8'), path)
  } catch (error) {
    return wrongUsage(`${path} could not be read: ${String((error as NodeJS.ErrnoException).code)}.\n`)
  }
}

function isBelieved(
  file: Stats,
  above: { readonly uid: number | null; readonly below: string | undefined },
): boolean {
  if (above.uid === null || file.uid === 0 || file.uid === above.uid) return true
  return above.below !== undefined && statOf(resolve(above.below))?.uid === file.uid
}

/** Unknown members are errors: a misspelt name is found at once. Every complaint is listed. */
export function parseSettings(text: string, path: string): ReadSettings {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    value = null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrongUsage(`${path} is no JSON object.\n`)
  const complaints: string[] = []
  const settings: { -readonly [Member in keyof Settings]: Settings[Member] } = {}
  for (const [member, given] of Object.entries(value)) {
    const said = typeof given === 'string' && given.length > 0 && given.length <= 4096 ? given : null
    if (!['product', 'release', 'server', 'trust', 'facts'].includes(member))
      complaints.push(`${JSON.stringify(member)} is not known`)
    else if (said === null) complaints.push(`${member} is no text of 1 to 4096 characters`)
    else if (member === 'release') {
      const release = releaseOf(said)
      if (release === null) complaints.push('release is not written as NAME:ORDINAL')
      else settings.release = release
    } else if (member === 'trust' || member === 'facts') settings[member] = resolve(dirname(path), said)
    else settings[member as 'product' | 'server'] = said
  }
  return complaints.length > 0
    ? wrongUsage(`${path}: ${complaints.join('; ')}.\n`)
    : { kind: 'settings', settings }
}

function wrongUsage(text: string): WrongUsage {
  return { kind: 'wrong-usage', text }
}
