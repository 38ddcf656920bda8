import { describe, expect, test } from 'vitest'
import { checklistOf } from '../../src/repair/checklist.ts'
import { planItemsMax } from '../../src/repair/decide-plan.ts'
import { deviceTextCharactersMax, formatEnd, parseDeviceList } from '../../src/repair/device-list.ts'
import { activationSchemes } from '../../src/repair/plan-device.ts'
import { parsePlanEnds } from '../../src/repair/plan-ends.ts'
import { remedyNames } from '../../src/repair/remedies.ts'
import { perpetual, until } from './devices.ts'

describe('a list of devices', () => {
  test('is one id, serial number or name a line', () => {
    const list = parseDeviceList('\uFEFFdesk-001\r\n\r\n# remark\n desk-002 \ndesk-001\n')
    expect(list).toMatchObject({
      devices: [
        { kind: 'own', device: 'desk-001', offline: false, gone: false },
        { kind: 'own', device: 'desk-002' },
      ],
    })
  })

  test('or JSON, with what is known of each', () => {
    const entries = [
      'desk-001',
      { device: 'desk-002', offline: true },
      { device: 'desk-003', gone: true },
      { device: 'counter-3', scheme: 'windows-mak', end: '2026-06-01T00:00:00Z', key: true, licensed: true },
      { device: 'counter-4', scheme: 'other', end: 'perpetual' },
    ]
    expect(parseDeviceList(JSON.stringify(entries))).toMatchObject({
      devices: [
        { device: 'desk-001' },
        { device: 'desk-002', offline: true, gone: false },
        { device: 'desk-003', offline: false, gone: true },
        { kind: 'foreign', scheme: 'windows-mak', hasKey: true, end: until('2026-06-01T00:00:00Z') },
        { kind: 'foreign', scheme: 'other', hasKey: null, licensed: null, end: perpetual },
      ],
    })
  })

  test('every complaint is told, by its place', () => {
    const wrong = [
      7,
      { device: '' },
      { device: 'a', scheme: 'kms' },
      { device: 'b', offline: 'yes' },
      { device: 'c', scheme: 'other', end: 'soon' },
    ]
    expect(parseDeviceList(JSON.stringify(wrong))).toMatchObject({
      code: 'INPUT_INVALID',
      facts: {
        complaints: [
          'devices/0: must be a text or an object',
          expect.stringMatching(/^devices\/1\/device: must be 1 to/),
          expect.stringMatching(/^devices\/2\/scheme: must be one of windows-kms-client/),
          'devices/3/offline: must be true or false',
          'devices/4/end: must be a moment, "perpetual" or null',
        ],
      },
    })
    expect(parseDeviceList('[1,')).toMatchObject({ facts: { complaints: ['devices: is no JSON array'] } })
  })

  test('limits: at each, and one past it', () => {
    expect(parseDeviceList('x'.repeat(deviceTextCharactersMax)).kind).toBe('devices')
    expect(parseDeviceList('x'.repeat(deviceTextCharactersMax + 1)).kind).toBe('refused')
    const lines = (count: number) => Array.from({ length: count }, (_, at) => `desk-${at}`).join('\n')
    expect(parseDeviceList(lines(planItemsMax)).kind).toBe('devices')
    expect(parseDeviceList(lines(planItemsMax + 1)).kind).toBe('refused')
  })
})

describe('the ends of a plan', () => {
  const item = (set: object) => ({
    device: 'd1',
    name: 'desk-001',
    serial: null,
    expectedEnd: { kind: 'perpetual' },
    state: { kind: 'proposed' },
    ...set,
  })
  const plan = (items: unknown) => ({ format: 'holdfast-plan 1', id: 'pln_1', later: true, items })

  test('are those that somebody knows, of items that can be repaired', () => {
    const read = parsePlanEnds(
      plan([
        item({}),
        item({ device: 'd2', name: null, expectedEnd: { kind: 'until', until: '2027-01-01T00:00:00Z' } }),
        item({ device: 'd3', state: { kind: 'unrepairable', because: 'TERM_OVER' } }),
        item({ device: 'd4', expectedEnd: null }),
      ]),
    )
    expect(read.kind === 'plan-ends' && [...read.ends]).toEqual([
      ['d1', perpetual],
      ['desk-001', perpetual],
      ['d2', until('2027-01-01T00:00:00Z')],
    ])
  })

  test.each([
    ['nothing', null],
    ['another format', { format: 'holdfast-plan 2', id: 'pln_1', items: [] }],
    ['no items', plan(undefined)],
    ['an item without a device', plan([{}])],
    ['an end that is none', plan([item({ expectedEnd: { kind: 'until', until: 'soon' } })])],
    ['too many items', plan(Array.from({ length: planItemsMax + 1 }, () => item({})))],
  ])('%s is refused', (_, value) => {
    expect(parsePlanEnds(value)).toMatchObject({ code: 'PLAN_UNREADABLE' })
  })

  test('are written as they are read', () => {
    for (const end of [perpetual, until('2027-01-01T00:00:00Z'), null]) {
      const read = parsePlanEnds(plan([item({ name: null, expectedEnd: formatEnd(end) })]))
      expect(read.kind === 'plan-ends' && (read.ends.get('d1') ?? null)).toEqual(end)
    }
  })
})

describe('checklists', () => {
  const all = remedyNames.flatMap((remedy) => activationSchemes.map((scheme) => ({ remedy, scheme })))

  test('end with a verification, but for what devices do by themselves', () => {
    for (const { remedy, scheme } of all) {
      const last = checklistOf(remedy, scheme).at(-1)
      expect(last).toEqual(remedy === 'renew' ? undefined : { code: 'verify-plan', command: null })
    }
  })

  test('of other makers are captured afterwards, and hold nothing but documented commands and no key', () => {
    const documented =
      /^(cscript \/\/nologo %SystemRoot%\\System32\\slmgr\.vbs \/(dlv > \w+\.txt|ato|dti|ipk KEY)|nslookup -type=srv _vlmcs\._tcp)$/
    for (const { remedy, scheme } of all) {
      if (!remedy.startsWith('vendor-') && remedy !== 'capture') continue
      const steps = checklistOf(remedy, scheme)
      expect(
        steps.map(({ code }) => code).some((code) => code === 'capture-after' || code === 'capture-now'),
      ).toBe(true)
      const commands = steps.flatMap(({ command }) => command ?? [])
      expect(commands.filter((command) => !documented.test(command))).toEqual([])
    }
  })
})
