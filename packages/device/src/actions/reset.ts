import { changeVault } from '../change-vault.ts'
import type { DeviceContext } from '../device-context.ts'
import type { DeviceRefusal, Reset } from '../device-licence.ts'
import { nextVault } from '../next-vault.ts'
import { trustToAct } from '../prepare-request.ts'
import { addJournal, nothingBefore, type PublicVault } from '../vault-body.ts'

/**
 * Forgets lease, requests and proofs of time, and says so; device key, sequence, generation, trust and the receipt that
 * the server has not heard yet stay, and so does a release, which is never withdrawn afterwards. The seat stays taken by
 * this device. spec: device §2
 */
export function reset(context: DeviceContext): Promise<Reset | DeviceRefusal> {
  return changeVault<Reset>(context, (open) => {
    const { held, deviceKey } = open
    const trust = trustToAct(open)
    // Forgetting needs no trust; but what another vendor has left here is not ours to change.
    if ('kind' in trust && trust.code === 'TRUST_OTHER_ROOT') return trust
    const { base, clock } = nextVault(context, open)
    const next: PublicVault = {
      ...base,
      lease: null,
      unlicensed: 'reset',
      // Where the newest is not understood, the other one is all the trust there is.
      trust: {
        newest: base.trust.newest,
        issuedUnder: held.trust.unread === null ? null : base.trust.issuedUnder,
      },
      pending: null,
      awaited: [],
      release: base.release && { ...base.release, before: nothingBefore },
      proofs: [],
      renewalRefused: null,
      hardwareChanged: false,
      factsGiven: false,
    }
    return {
      public: addJournal(next, clock.now, 'reset', null),
      result: {
        kind: 'reset',
        forgot: {
          lease: held.lease.kind === 'lease' ? held.lease.lease.id : null,
          requests: base.pending === null ? 0 : 1,
          proofs: held.vault.proofs.length,
        },
        kept: {
          deviceKey: deviceKey !== null,
          receipts: next.receipt === null ? 0 : 1,
          trust: held.trust.newest?.bundle.version ?? null,
          generation: next.generation,
        },
      },
    }
  })
}
