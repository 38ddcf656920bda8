// Where this server may send: a webhook must not become a way into what only the server reaches.
import { lookup as resolveName } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { refuse, type Refusal } from '@holdfast/lease'

/** `https`: https to everything but this machine itself. `loopback`: also to this machine itself, and there by http too. */
export type WebhookTargets = 'https' | 'loopback'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

// Nobody's address, addresses of one link (where clouds keep their secrets), and addresses of many.
const never = new BlockList()
never.addSubnet('0.0.0.0', 8, 'ipv4')
never.addSubnet('169.254.0.0', 16, 'ipv4')
never.addSubnet('224.0.0.0', 4, 'ipv4')
never.addSubnet('240.0.0.0', 4, 'ipv4')
never.addAddress('::', 'ipv6')
never.addSubnet('fe80::', 10, 'ipv6')
never.addSubnet('ff00::', 8, 'ipv6')

export function isOpenAddress(address: string, targets: WebhookTargets): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (never.check(address, family)) return false
  return targets === 'loopback' || !loopback.check(address, family)
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  const family = isIP(host)
  return family !== 0 && loopback.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

/** Judges what was typed; what a name resolves to is judged at each connection. */
export function parseWebhookAddress(
  text: string,
  targets: WebhookTargets,
): { readonly kind: 'address'; readonly url: URL } | Refusal<'WEBHOOK_ADDRESS_REFUSED'> {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password + url.hash !== '')
    return refuse('WEBHOOK_ADDRESS_REFUSED', { because: 'form' })
  const host = hostOf(url)
  if (isLoopback(host)) {
    if (targets !== 'loopback') return refuse('WEBHOOK_ADDRESS_REFUSED', { because: 'loopback' })
  } else if (url.protocol !== 'https:') return refuse('WEBHOOK_ADDRESS_REFUSED', { because: 'not-https' })
  if (isIP(host) !== 0 && !isOpenAddress(host, targets))
    return refuse('WEBHOOK_ADDRESS_REFUSED', { because: 'loopback' })
  return { kind: 'address', url }
}

export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** Resolves names and gives only addresses that may be used, so that a name cannot lead elsewhere later. */
export function guardedLookup(targets: WebhookTargets): LookupFunction {
  return (name, options, done) => {
    resolveName(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0)
      const open = addresses.filter(({ address }) => isOpenAddress(address, targets))
      const [first] = open
      if (first === undefined)
        return done(Object.assign(new Error('address refused'), { code: 'EADDRESSREFUSED' }), '', 0)
      if (options.all === true) return done(null, open)
      return done(null, first.address, first.family)
    })
  }
}
