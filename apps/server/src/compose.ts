// The only place where real things meet.
import type { AddressInfo } from 'node:net'
import type { Clock, Entropy } from '@holdfast/capabilities'
import { openStore, type Actor, type Store } from '@holdfast/store'
import type { FastifyInstance } from 'fastify'
import { orStartFailure } from './books-failure.ts'
import type { ServerConfig } from './config/server-config.ts'
import {
  lockDataFolder,
  makeOwnersFile,
  makeDataFolder,
  readOrMakeServerId,
  removeAddress,
  writeAddress,
} from './data-folder.ts'
import { deskKeysOf, openDeskKeys, readDeskSecrets } from './desk/desk-secret.ts'
import { composeDesk, type DeskTools } from './desk/desk-tools.ts'
import { RingSealer } from './desk/ring-sealer.ts'
import { openServiceTime, type ServiceTime } from './desk/service-time.ts'
import { FailedProofs } from './exchange/failed-proofs.ts'
import { ThreadedBatches } from './exchange/threaded-batches.ts'
import { makeFirstToken } from './first-token.ts'
import { makeApp } from './http/make-app.ts'
import { Metrics } from './http/metrics.ts'
import { composeJobs, type Jobs } from './jobs/jobs.ts'
import type { KeyRing } from './keys/key-ring.ts'
import { openKeys } from './keys/open-keys.ts'
import { makeLog, type Log } from './log.ts'
import { SignaturePool } from './signatures/signature-pool.ts'
import type { About, Services } from './services.ts'
import { StartFailure } from './start-failure.ts'
import { platformVersion } from './version.ts'
import { formatFindingMessage } from './webhooks/finding-message.ts'
import { WebhookSecrets } from './webhooks/webhook-secret.ts'

/** After a stop, what is still being answered may take this long. */
const stopMsMax = 10_000

export type ComposeOptions = {
  readonly config: ServerConfig
  readonly clock: Clock
  readonly entropy: Entropy
  /** Where absent, JSON lines on stderr. */
  readonly logger?: Log
  /** Threads for signatures; default 0: the platform's thread pool. */
  readonly signatureThreads?: number
  /** How long mails wait for others to be read with, by the clock; default 0. */
  readonly mailGatherMs?: number
  /** Whether exchanges are decided and written on a thread of their own, by the system's clock and chance; default: in this one. */
  readonly exchangesThreaded?: boolean
  /** Whether mails are taken apart on a thread of their own; default: in this one. */
  readonly mailReadsThreaded?: boolean
}

export type ComposedServer = {
  readonly app: FastifyInstance
  readonly store: Store
  readonly keys: KeyRing
  readonly serverId: string
  readonly jobs: Jobs
  readonly desk: DeskTools
  /** Path of the file with the administrator token that this very start made; null where there was one already. */
  readonly adminTokenPath: string | null
  /** Resolves to the address that others reach: the configured one, else where it listens. */
  listen(): Promise<string>
  /** Accepts nothing more, finishes what was accepted, closes the books, frees the folder. May be called again. */
  close(): Promise<void>
}

/** Throws StartFailure for what a person can repair. */
export async function composeServer(options: ComposeOptions): Promise<ComposedServer> {
  makeDataFolder(options.config.dataFolder)
  const lock = lockDataFolder(options.config.dataFolder)
  try {
    return await orStartFailure(options.config.database, () => composeLocked(options, lock.free))
  } catch (error) {
    lock.free()
    throw error
  }
}

async function composeLocked(options: ComposeOptions, freeLock: () => void): Promise<ComposedServer> {
  const { config, clock, entropy } = options
  const ownLog = options.logger === undefined ? makeLog(config.logLevel) : null
  const log = options.logger ?? (ownLog as NonNullable<typeof ownLog>).log
  const serverId = readOrMakeServerId(config.dataFolder, entropy)
  const actor: Actor = { kind: 'server', id: serverId }
  if (config.database.kind === 'sqlite') makeOwnersFile(config.database.file)
  let ring: KeyRing | null = null
  const sealer = new RingSealer(entropy, async () =>
    deskKeysOf(await readDeskSecrets({ store, keySecret: config.keySecret })),
  )
  const batches = options.exchangesThreaded === true ? threadedBatches(config, serverId, log) : null
  const store: Store = await openStore({
    target: config.database,
    serverId,
    clock,
    entropy,
    messageOf: formatFindingMessage,
    ...(batches === null ? {} : { batches }),
    sealer,
    serving: true,
    // The books are open before the keys that lie in them; no exchange comes in between.
    issuing: () => {
      if (ring === null) throw new Error('an exchange came before the keys')
      return ring.issuing()
    },
  })
  const signatures = new SignaturePool(options.signatureThreads ?? 0)
  try {
    const lent = { store, clock, entropy, actor }
    const { vendor, keySecret, dataFolder } = config
    const opened = await openKeys({ ...lent, vendor, keySecret })
    ring = opened.ring
    const deskKeys = await openDeskKeys({ ...lent, keySecret })
    sealer.hold(deskKeys)
    const desk = composeDesk(deskKeys, config.mail)
    if (keySecret !== null && !opened.sealed)
      log.warn('a key file is given, but keys of the books were made without one and lie open')
    const adminTokenPath = await makeFirstToken({ ...lent, dataFolder })
    const { mailGatherMs = 0, mailReadsThreaded = false } = options
    const [secrets, serviceTime] = [new WebhookSecrets(keySecret), openServiceTime(config.serviceTime)]
    const jobs = composeJobs({
      ...{ ...lent, log, config, secrets, deskKeys, serviceTime },
      ...{ mailGatherMs, mailReadsThreaded },
    })
    const made = { store, log, keys: opened, signatures, jobs, desk, secrets, serviceTime }
    const services = composeServices(options, made)
    const app = makeApp(services, config)
    const close = once(async () => {
      services.about.stopping = true
      await Promise.all([closeApp(app, clock), jobs.stop()])
      await store.close()
      await signatures.close()
      removeAddress(dataFolder)
      freeLock()
      ownLog?.flush()
    })
    const listen = async () => {
      batches?.start()
      const address = await listenOn(app, config, services.about)
      await jobs.start()
      return address
    }
    return { app, store, keys: opened.ring, serverId, jobs, desk, adminTokenPath, listen, close }
  } catch (error) {
    await store.close()
    await signatures.close()
    throw error
  }
}

function threadedBatches({ database }: ServerConfig, serverId: string, log: Log): ThreadedBatches {
  const onLost = ({ name, message }: Error) => log.error({ err: { name, message } }, 'thread lost')
  return new ThreadedBatches({ target: database, serverId }, { onLost })
}

function composeServices(
  { config, clock, entropy }: ComposeOptions,
  opened: {
    readonly store: Store
    readonly log: Log
    readonly keys: { readonly ring: KeyRing; readonly sealed: boolean }
    readonly signatures: SignaturePool
    readonly jobs: Jobs
    readonly desk: DeskTools
    readonly secrets: WebhookSecrets
    readonly serviceTime: ServiceTime
  },
): Services {
  return {
    store: opened.store,
    clock,
    entropy,
    keys: opened.keys.ring,
    failedProofs: new FailedProofs(),
    signatures: opened.signatures,
    metrics: new Metrics(),
    log: opened.log,
    jobs: opened.jobs,
    desk: opened.desk,
    serviceTime: opened.serviceTime,
    webhooks: { keySecret: config.keySecret, secrets: opened.secrets, targets: config.webhookTargets },
    about: {
      version: platformVersion,
      engine: config.database.kind,
      keysEncrypted: opened.keys.sealed,
      address: config.url ?? '',
      stopping: false,
    },
  }
}

async function listenOn(app: FastifyInstance, config: ServerConfig, about: About): Promise<string> {
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const facts = { host: config.host, port: config.port }
    if (code === 'EADDRINUSE') throw new StartFailure('address-in-use', facts)
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartFailure('address-not-ours', facts)
    throw error
  }
  const bound = app.server.address() as AddressInfo
  // "Every address" is none that one could call.
  const reachable = bound.address === '0.0.0.0' ? '127.0.0.1' : bound.address === '::' ? '::1' : bound.address
  const host = bound.family === 'IPv6' ? `[${reachable}]` : reachable
  const local = `${config.tls === null ? 'http' : 'https'}://${host}:${bound.port}`
  about.address = config.url ?? local
  // A certificate fits the public name only.
  writeAddress(config.dataFolder, config.tls === null ? local : about.address)
  return about.address
}

/** Answers what was accepted; what hangs past the limit is cut off. */
async function closeApp(app: FastifyInstance, clock: Clock): Promise<void> {
  const waiting = new AbortController()
  const cut = clock.waitMs(stopMsMax, waiting.signal).then(
    () => app.server.closeAllConnections(),
    () => undefined,
  )
  await app.close()
  waiting.abort()
  await cut
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  return () => (running ??= run())
}
