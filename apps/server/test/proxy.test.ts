// What stands between a device and the server: proxies that are believed or not, and TLS.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { makeSerial } from '@holdfast/lease'
import { failedProofsMax } from '../src/exchange/failed-proofs.ts'
import { openGround, sell, startServer, TestDevice, type Ground, type TestServer } from './fixtures.ts'
import { openProcesses } from './server-processes.ts'

describe('X-Forwarded-For', () => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround('sqlite')
  })
  afterAll(() => ground.remove())

  /** The codes of failed proofs that name one address each, one more than an address may have. */
  async function guess(server: TestServer, forwarded: (index: number) => string): Promise<string[]> {
    const sold = await sell(server)
    const entropy = new SeededEntropy('guesses')
    const device = new TestDevice(server, 'guessing')
    const codes: string[] = []
    for (let index = 0; index <= failedProofsMax; index++) {
      const request = device.activation({ ...sold, serial: makeSerial(entropy) })
      const headers = { 'x-forwarded-for': forwarded(index) }
      codes.push((await server.send('POST', '/v1/activate', { request }, headers)).json.code)
    }
    return codes
  }

  test.each([
    ['nobody is believed by default', false, 'each its own', 'FAILED_PROOFS_LIMIT'],
    ['one proxy is believed', 1, 'each its own', 'SERIAL_UNKNOWN'],
    ['a proxy is believed by its address', ['127.0.0.1'], 'each its own', 'SERIAL_UNKNOWN'],
    ['a stranger is not', ['192.0.2.1'], 'each its own', 'FAILED_PROOFS_LIMIT'],
    ['behind one proxy only what it added counts', 1, 'forged before the proxy', 'FAILED_PROOFS_LIMIT'],
  ] as const)('%s', async (_, trustProxy, forwarded, last) => {
    const server = await startServer({
      ground,
      name: `proxy-${_.replaceAll(' ', '-')}`,
      config: { trustProxy },
    })
    const codes = await guess(server, (index) =>
      forwarded === 'each its own' ? `198.51.100.${index}` : `198.51.100.${index}, 203.0.113.5`,
    )
    expect(codes.slice(0, failedProofsMax)).toEqual(Array(failedProofsMax).fill('SERIAL_UNKNOWN'))
    expect(codes.at(-1)).toBe(last)
    await server.close()
  })

  test('the environment names the proxies, and nonsense is refused at the start', async () => {
    const processes = openProcesses()
    const started = (proxies: string) =>
      processes.start(['serve', '--port', '0', '--data', 'none'], { HOLDFAST_TRUST_PROXY: proxies }).ended
    expect(await started('everybody')).toMatchObject({
      status: 2,
      err: expect.stringContaining('trust-proxy'),
    })
    const serving = await processes.serve('proxied', [], { HOLDFAST_TRUST_PROXY: '1' })
    // Behind a proxy nobody is local, so that numbers are for those who have a token.
    expect((await fetch(`${serving.address}/metrics`)).status).toBe(401)
    await serving.stop()
    processes.remove()
  })
})

const skipped = spawnSync('openssl', ['version']).status === 0 ? '' : ' (skipped: apt-get install openssl)'

describe.skipIf(skipped !== '')(`TLS${skipped}`, () => {
  const processes = openProcesses()
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-tls-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  beforeAll(() => {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '36500']
    execFileSync('openssl', ['req', '-x509', ...made, ...subject, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    })
  })
  afterAll(() => {
    processes.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = (
    address: string,
    options: { ca?: Buffer; maxVersion?: 'TLSv1.1'; minVersion?: 'TLSv1' } = {},
  ) =>
    new Promise<{ status: number; text: string } | string>((resolve) => {
      const sent = httpsRequest(`${address}/healthz`, { ...options, agent: false })
      sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      sent.on('response', (response) => {
        let text = ''
        response.on('data', (bytes: Buffer) => (text += bytes.toString()))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      })
      sent.end()
    })

  test('answers whoever trusts the certificate, in version 1.2 or newer, and nobody without TLS', async () => {
    const serving = await processes.serve('tls', ['--tls-cert', cert, '--tls-key', key])
    expect(serving.address).toMatch(/^https:\/\//)
    const ca = readFileSync(cert)
    expect(await ask(serving.address, { ca })).toEqual({ status: 200, text: 'ok\n' })
    expect(await ask(serving.address)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(await ask(serving.address, { ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })).toMatch(
      /SSL|EPROTO/,
    )
    await expect(fetch(`${serving.address.replace('https', 'http')}/healthz`)).rejects.toThrow('fetch failed')
    // The commands of this folder find it, and trust what the system is told to trust.
    const status = await processes.start(['status', '--json', '--data', serving.data], {
      NODE_EXTRA_CA_CERTS: cert,
    }).ended
    expect(JSON.parse(status.out)).toMatchObject({ address: serving.address })
    expect((await serving.stop()).status).toBe(0)
  })

  test('a certificate without its key, or with that of another, is said at the start', async () => {
    const start = (...args: string[]) =>
      processes.run('serve', '--port', '0', '--data', join(processes.folder, 'no-tls'), ...args)
    expect(await start('--tls-cert', cert)).toMatchObject({
      status: 2,
      err: expect.stringContaining('tls-key'),
    })
    const wrong = await start('--tls-cert', cert, '--tls-key', cert)
    expect(wrong).toMatchObject({ status: 2, out: '', err: expect.stringContaining('belong together') })
    expect(wrong.err).not.toMatch(/\n\s+at /)
    const other = join(folder, 'other.pem')
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', other], { stdio: 'ignore' })
    expect((await start('--tls-cert', cert, '--tls-key', other)).err).toBe(wrong.err)
  })
})
