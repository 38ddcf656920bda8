import { isName, isTitle } from '@holdfast/lease'
import { systemClock, systemEntropy } from '@holdfast/capabilities/system'
import { activate } from './actions/activate.ts'
import { apply } from './actions/apply.ts'
import { diagnose } from './actions/diagnose.ts'
import { keepUp, type UpkeepMemory } from './actions/keep-up.ts'
import { release } from './actions/release.ts'
import { renew } from './actions/renew.ts'
import { request } from './actions/request.ts'
import { reset } from './actions/reset.ts'
import type { DeviceContext } from './device-context.ts'
import type { DeviceLicence, Facts, LicenceOptions } from './device-licence.ts'
import { decideAllowance } from './device-state.ts'
import { collectFacts } from './facts/collect-facts.ts'
import { keepFacts } from './facts/fact-value.ts'
import { openHeldReader } from './held-licence.ts'
import { parseGivenTrust } from './held-trust.ts'
import { judgeDevice } from './judge-device.ts'
import { systemUptime } from './system-uptime.ts'

/**
 * The licence of one product on this machine. Opening reads no vault and refuses nothing: a trust bundle that is none is
 * told by `diagnose` and by the actions that need it. Throws TypeError where `product`, `dir` or `release` is malformed,
 * which is a mistake of the program. spec: device §1, §2
 */
export function openLicence(options: LicenceOptions): DeviceLicence {
  const context = contextOf(options)
  const wall = () => context.clock.now()
  const memory: UpkeepMemory = { quietUntilMs: 0 }
  const lease = () => {
    const held = context.read().lease
    return held.kind === 'lease' ? held.lease : null
  }
  return {
    state: (now = wall()) => judgeDevice(context, now).state,
    allows: (feature, now = wall()) => {
      const { held, state } = judgeDevice(context, now)
      return decideAllowance(
        state,
        held.lease.kind === 'lease' ? held.lease.lease : null,
        feature,
        context.defaults,
      )
    },
    lease,
    activate: (input) => activate(context, input),
    renew: (input = {}) => renew(context, input),
    keepUp: (input = {}) => keepUp(context, memory, input),
    release: (input = {}) => release(context, input),
    reset: () => reset(context),
    request: (input) => request(context, input),
    apply: (text) => apply(context, text),
    diagnose: (now = wall()) => diagnose(context, now),
  }
}

function contextOf(options: LicenceOptions): DeviceContext {
  const { product, dir, release } = options
  if (!isName(product)) throw new TypeError('product is no name: a-z, 0-9 and -, at most 32')
  if (dir === '') throw new TypeError('dir is empty')
  if (release !== undefined && !isRelease(release))
    throw new TypeError('release needs a name and an ordinal from 0 to 999999999')
  const trust = parseGivenTrust(options.trust)
  return {
    product,
    dir,
    trust,
    release: release ?? null,
    facts: options.facts === null ? () => null : once(options.facts ?? (() => collectFacts())),
    factsGiven: options.facts !== undefined && options.facts !== null,
    clock: options.clock ?? systemClock,
    entropy: options.entropy ?? systemEntropy,
    uptime: options.uptime ?? systemUptime,
    server: options.server ?? null,
    defaults: options.defaults ?? {},
    name: titleOf(options.name ?? ''),
    language: options.language ?? 'en',
    read: openHeldReader({ product, dir, trust }),
  }
}

// A fact that cannot be collected is a doubt at most: it stops nothing.
function once(facts: Facts | (() => Facts)): () => Facts {
  let collected: Facts | null = null
  return () => {
    if (collected !== null) return collected
    try {
      collected = keepFacts(typeof facts === 'function' ? facts() : facts)
    } catch {
      collected = {}
    }
    return collected
  }
}

const titleCharactersMax = 200
const titleControls = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

function isRelease(release: { name: string; ordinal: number }): boolean {
  const { name, ordinal } = release
  return isTitle(name) && Number.isInteger(ordinal) && ordinal >= 0 && ordinal <= 999_999_999
}

/** A title as lease-format §1 allows it; `null` where nothing is left. */
function titleOf(text: string): string | null {
  const title = text.replace(titleControls, '').slice(0, titleCharactersMax)
  return isTitle(title) ? title : null
}
