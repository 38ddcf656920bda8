// A plan for ten machines on real processes: a server, ten holdfast-device, and holdfast itself at every step.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatArmour, type Envelope } from '@holdfast/lease'
import { startServer, type ServerProcess } from '../load/server-process.ts'

const holdfast = fileURLToPath(new URL('../../apps/server/bin/holdfast.js', import.meta.url))
const holdfastDevice = fileURLToPath(new URL('../../apps/device-cli/bin/holdfast-device.js', import.meta.url))
const wrongEnd = '2100-01-01'
const afterTheEnd = '2100-02-01'
const customer = 'Harbour Office of Westmark'
const names = Array.from({ length: 10 }, (_, at) => `desk-${String(at + 1).padStart(2, '0')}`)
const online = names.slice(0, 6)
const offline = names.slice(6)
const processesMsMax = 300_000

const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
let folder: string
let server: ServerProcess
beforeAll(async () => {
  folder = mkdtempSync(join(base, 'holdfast-plan-processes-'))
  server = await startServer({ folder: join(folder, 'vendor') })
}, processesMsMax)
afterAll(async () => {
  await server.end('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

type Ran = { readonly status: number | null; readonly out: string; readonly err: string }

function start(program: string, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      LANG: 'C.UTF-8',
      HOLDFAST_DATA: join(folder, 'vendor'),
      NODE_COMPILE_CACHE: join(tmpdir(), `holdfast-plan-compiled-${process.geteuid?.() ?? 0}`),
    }
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const told = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told.out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told.err += text))
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, ...told }))
  })
}

/** Runs a command that must be done, and gives its JSON. */
async function vendorDoes(...args: string[]) {
  const ran = await start(holdfast, [...args, '--json'])
  expect(`${args.join(' ')}: ${ran.status} ${ran.err}`).toBe(`${args.join(' ')}: 0 `)
  return JSON.parse(ran.out)
}

function deviceDoes(name: string, ...args: string[]): Promise<Ran> {
  const place = ['--dir', join(folder, name), '--product', 'cmge', '--release', 'V0-H:200', '--json']
  return start(holdfastDevice, [
    ...args,
    ...place,
    '--trust',
    join(folder, 'trust.txt'),
    '--facts',
    join(folder, `${name}.json`),
  ])
}

async function deviceIsDone(name: string, ...args: string[]) {
  const ran = await deviceDoes(name, ...args)
  expect(`${name} ${args[0]}: ${ran.status} ${ran.err}`).toBe(`${name} ${args[0]}: 0 `)
  return JSON.parse(ran.out)
}

/** Files of one kind from every device without a network, in a folder of their own: the stick that travels. */
async function gather(
  stick: string,
  write: (name: string, file: string) => Promise<unknown>,
): Promise<string> {
  mkdirSync(join(folder, stick))
  for (const name of offline) await write(name, join(folder, stick, `${name}.txt`))
  return join(folder, stick)
}

async function setUp(): Promise<string> {
  await vendorDoes('product', 'add', 'cmge', '--name', 'Civic Machine Graphical Environment')
  await vendorDoes('customer', 'add', customer)
  const order = ['--number', '2018-0702', '--customer', customer, '--product', 'cmge', '--seats', '10']
  const added = await vendorDoes('order', 'add', ...order, '--term', `until=${wrongEnd}`)
  const label = `Serial number: ${added.serials[0]}\nProduct key: ${added.productKeys[0].productKey}\n`
  writeFileSync(join(folder, 'label.txt'), label)
  const trust = (await server.call('GET', '/v1/trust?above=0')).body as { bundles: Envelope[] }
  writeFileSync(
    join(folder, 'trust.txt'),
    trust.bundles.map((bundle) => formatArmour('trust', bundle)).join('\n'),
  )
  for (const name of names)
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ 'machine-id': name }))
  return added.order.licences[0].id as string
}

test(
  'ten devices, six on the network and four by folder, are well again by one plan',
  async () => {
    const licence = await setUp()
    const label = join(folder, 'label.txt')
    await Promise.all(
      online.map((name) => deviceIsDone(name, 'activate', '--label', label, '--server', server.url)),
    )
    const first = await gather('first', (name, file) =>
      deviceIsDone(name, 'request', '--label', label, '--out', file),
    )
    const answered = await vendorDoes('offline', 'answer', first, '--out', join(folder, 'first-answers'))
    expect(answered).toMatchObject({ leases: 4, refused: 0, already: 0 })
    // Repeated, every request gets the same answer again.
    expect(
      await vendorDoes('offline', 'answer', first, '--out', join(folder, 'first-answers')),
    ).toMatchObject({ already: 4 })
    const receipts = await gather('first-receipts', (name, file) =>
      deviceIsDone(name, 'apply', join(folder, 'first-answers', `${name}.answer.txt`), '--receipts', file),
    )
    await vendorDoes('offline', 'answer', receipts, '--out', join(folder, 'nothing'))
    expect((await deviceIsDone(online[0]!, 'status')).until).toBe(`${wrongEnd}T00:00:00Z`)
    expect(await deviceIsDone(online[0]!, 'renew', '--if-advised')).toMatchObject({
      advised: false,
      because: 'not-due',
    })

    await correctTerm(licence)
    const ids = await Promise.all(names.map((name) => deviceIdOf(name)))
    const listed = ids.map((device, at) => ({ device, offline: offline.includes(names[at]!) }))
    writeFileSync(join(folder, 'devices.json'), JSON.stringify(listed))
    const selection = ['--customer', customer, '--ends-before', afterTheEnd]
    const made = await vendorDoes(
      'plan',
      'make',
      ...selection,
      '--devices',
      join(folder, 'devices.json'),
      '--title',
      'wrong term',
    )
    expect(made).toMatchObject({ counts: { proposed: 10 }, cost: { renew: 6, reissue: 4 } })
    await foreseePlan(made, ids)
    await vendorDoes('plan', 'approve', made.id)
    expect((await start(holdfast, ['plan', 'checklist', made.id, '--lang', 'zh'])).out).toMatch(
      /1\. 在设备上写出申请/,
    )
    await runAndVerify(made.id, selection)
  },
  processesMsMax,
)

/** All ten run on this machine and bear its name, so that only their ids tell them apart. */
async function deviceIdOf(name: string): Promise<string> {
  const told = await deviceIsDone(name, 'diagnose', '--out', join(folder, `${name}.report.txt`))
  return told.device as string
}

async function correctTerm(licence: string): Promise<void> {
  const shorter = ['licence', 'correct', licence, '--term', 'until=2099-01-01', '--reason', 'a slip']
  expect((await start(holdfast, shorter)).err).toContain('TERM_WOULD_SHORTEN')
  const corrected = await vendorDoes(
    'licence',
    'correct',
    licence,
    '--term',
    'perpetual',
    '--reason',
    'sold for ever',
  )
  expect(corrected).toMatchObject({ term: { kind: 'perpetual' } })
}

/** What the plan will make of an inventory that holds the ends of today. */
async function foreseePlan(made: object, ids: readonly string[]): Promise<void> {
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(made))
  const rows = ids.map((id) => `${id},${wrongEnd}T00:00:00Z`)
  writeFileSync(join(folder, 'inventory.csv'), ['device,ends', ...rows].join('\n'))
  const plan = ['--after-plan', join(folder, 'plan.json')]
  const foreseen = await vendorDoes('forecast', join(folder, 'inventory.csv'), ...plan)
  expect(foreseen.after).toMatchObject({
    renewed: 10,
    before: { ends: 10 },
    after: { ends: 0 },
    calendar: [],
  })
}

async function runAndVerify(plan: string, selection: string[]): Promise<void> {
  const requests = await gather('requests', (name, file) =>
    deviceIsDone(name, 'request', '--renew', '--out', file),
  )
  writeFileSync(join(requests, 'zz-readme.txt'), 'Not a request at all.\n')
  const answers = join(folder, 'answers')
  const ran = await start(holdfast, ['plan', 'run', plan, '--offline', requests, '--out', answers, '--json'])
  // A file that is none of ours is told, and stops no other.
  expect(ran.status).toBe(1)
  expect(JSON.parse(ran.out)).toMatchObject({ counts: { started: 10 }, offline: { leases: 4, refused: 1 } })
  expect(readdirSync(answers)).toEqual(offline.map((name) => `${name}.answer.txt`))

  const renewed = await Promise.all(online.map((name) => deviceIsDone(name, 'renew', '--if-advised')))
  expect(renewed.map(({ advised, because, code }) => [advised, because, code])).toEqual(
    online.map(() => [true, 'advised', 'term-differs']),
  )
  expect(await vendorDoes('plan', 'verify', plan)).toMatchObject({ counts: { done: 6, started: 4 } })
  const receipts = await gather('receipts', (name, file) =>
    deviceIsDone(name, 'apply', join(answers, `${name}.answer.txt`), '--receipts', file),
  )
  expect(await vendorDoes('plan', 'verify', plan)).toMatchObject({
    state: { kind: 'running' },
    counts: { started: 4 },
  })
  await vendorDoes('offline', 'answer', receipts, '--out', join(folder, 'nothing-more'))
  expect(await vendorDoes('plan', 'verify', plan)).toMatchObject({
    state: { kind: 'finished' },
    counts: { done: 10 },
  })

  const states = await Promise.all(names.map((name) => deviceIsDone(name, 'status')))
  expect(states.map(({ kind, until, reminding }) => [kind, until, reminding])).toEqual(
    names.map(() => ['licensed', 'perpetual', false]),
  )
  // By the books nothing ends any more, and by the leases on the devices neither.
  expect(await vendorDoes('forecast', '--database')).toMatchObject({ calendar: [] })
  const empty = await start(holdfast, ['plan', 'make', ...selection])
  expect(`${empty.status} ${empty.err}`).toMatch(/^1 .*PLAN_EMPTY/)
  await vendorDoes('plan', 'close', plan, '--reason', 'every device is well')
  expect(await vendorDoes('plan', 'list', '--state', 'closed')).toMatchObject({ items: [{ id: plan }] })
}
