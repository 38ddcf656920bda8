import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseCommandLine, type Typed } from '../src/command-line.ts'
import { findPlace, parseSettings } from '../src/settings.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'holdfast-settings-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const someone = 4242

function typed(...args: string[]): Typed {
  const line = parseCommandLine(['status', ...args], () => '0')
  if (line.kind !== 'command') throw new Error(line.text)
  return line.typed
}

function settle(path: string, settings: object): void {
  mkdirSync(join(folder, path), { recursive: true })
  writeFileSync(join(folder, path, 'holdfast-device.json'), JSON.stringify(settings))
}

describe('the settings file', () => {
  test('says product, release, server, and files named from its own folder', () => {
    const text = JSON.stringify({
      product: 'cmge',
      release: 'V0-H:200',
      server: 'https://licences.example.com',
      trust: 'trust.txt',
      facts: '/etc/facts.json',
    })
    expect(parseSettings(text, '/opt/cmge/holdfast-device.json')).toEqual({
      kind: 'settings',
      settings: {
        product: 'cmge',
        release: { name: 'V0-H', ordinal: 200 },
        server: 'https://licences.example.com',
        trust: '/opt/cmge/trust.txt',
        facts: '/etc/facts.json',
      },
    })
  })

  test.each([
    ['not JSON', '{', 'is no JSON object'],
    ['a list', '[]', 'is no JSON object'],
    ['an unknown member', '{"produkt":"cmge"}', '"produkt" is not known'],
    ['a number', '{"product":7}', 'product is no text'],
    ['a release without ordinal', '{"release":"V0-H"}', 'release is not written as NAME:ORDINAL'],
  ])('%s is wrong usage', (_, text, complaint) => {
    const parsed = parseSettings(text, '/x/holdfast-device.json')
    expect(parsed.kind).toBe('wrong-usage')
    expect('text' in parsed && parsed.text).toContain(complaint)
  })

  test('every complaint is listed', () => {
    const parsed = parseSettings('{"a":"1","release":"x","server":""}', '/x')
    expect('text' in parsed && parsed.text.split(';')).toHaveLength(3)
  })
})

describe('the vault folder', () => {
  const env = () => ({ XDG_STATE_HOME: join(folder, 'state') })

  test.each([
    ['root', 0, {}, '/var/lib/holdfast/cmge'],
    ['somebody with a home', someone, { HOME: '/home/clerk' }, '/home/clerk/.local/state/holdfast/cmge'],
    [
      'somebody with XDG_STATE_HOME',
      someone,
      { XDG_STATE_HOME: '/state', HOME: '/h' },
      '/state/holdfast/cmge',
    ],
    [
      'a relative XDG_STATE_HOME counts as none',
      someone,
      { XDG_STATE_HOME: 'x', HOME: '/h' },
      '/h/.local/state/holdfast/cmge',
    ],
    ['nobody without a home', someone, {}, '/var/lib/holdfast/cmge'],
  ])('of %s', (_, uid, environment, dir) => {
    expect(findPlace(typed('--product', 'cmge'), environment, uid)).toMatchObject({
      kind: 'place',
      place: { dir },
    })
  })

  test('a settings file in the holdfast folder names the product', () => {
    settle('state/holdfast', { product: 'cmge', release: 'V0-H:200' })
    expect(
      findPlace(typed(), env(), process.geteuid?.() === 0 ? someone : (process.geteuid?.() ?? null)),
    ).toMatchObject({
      place: { product: 'cmge', dir: join(folder, 'state/holdfast/cmge'), release: { ordinal: 200 } },
    })
  })

  test('typed wins over the vault folder, that over the folder above', () => {
    settle('vaults', { server: 'https://above', release: 'A:1', product: 'cmge' })
    settle('vaults/cmge', { server: 'https://own' })
    const place = (...args: string[]) =>
      findPlace(typed('--dir', join(folder, 'vaults/cmge'), ...args), {}, 0)
    expect(place()).toMatchObject({ place: { server: 'https://own', release: { ordinal: 1 } } })
    expect(place('--release', 'B:2')).toMatchObject({ place: { release: { name: 'B', ordinal: 2 } } })
  })

  test('what a file says of another product does not count', () => {
    settle('vaults', { server: 'https://above', product: 'other' })
    mkdirSync(join(folder, 'vaults/cmge'))
    const place = findPlace(typed('--dir', join(folder, 'vaults/cmge'), '--product', 'cmge'), {}, 0)
    expect(place).toEqual({ kind: 'place', place: { product: 'cmge', dir: join(folder, 'vaults/cmge') } })
  })

  test('a stranger cannot plant settings in the folder above', () => {
    settle('vaults', { server: 'https://planted', product: 'cmge' })
    mkdirSync(join(folder, 'vaults/cmge'))
    const file = join(folder, 'vaults/holdfast-device.json')
    const own = process.geteuid?.() ?? 0
    if (own === 0) chownSync(file, someone, someone)
    const owner = own === 0 ? someone : own
    const askedBy = (uid: number) =>
      findPlace(typed('--dir', join(folder, 'vaults/none'), '--product', 'cmge'), {}, uid)
    expect(askedBy(owner)).toMatchObject({ place: { server: 'https://planted' } })
    expect(askedBy(owner + 1)).toMatchObject({ kind: 'place' })
    expect(askedBy(owner + 1)).not.toHaveProperty('place.server')
  })

  test('without a product there is nothing to look at', () => {
    expect(findPlace(typed('--dir', folder), {}, 0)).toMatchObject({ kind: 'wrong-usage' })
    expect(findPlace(typed(), {}, 0)).toMatchObject({ kind: 'wrong-usage' })
    expect(findPlace(typed('--product', '../x'), {}, 0)).toMatchObject({ kind: 'wrong-usage' })
  })
})
