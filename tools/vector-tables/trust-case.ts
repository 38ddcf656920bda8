// One vector of a trust bundle. spec: lease-format §4, §12
import { instant } from '@holdfast/capabilities/testing'
import { type Envelope, type PrivateKey, type Signer, type TrustContent } from '@holdfast/lease'
import {
  sampleKey,
  sampleKeys,
  sampleRole,
  sampleTrust,
  sampleTrustContent,
  sampleTrustKey,
} from '@holdfast/lease/testing'
import { envelopeInput, type Expectation, type Vector } from './vector.ts'

export const { root, issuing } = sampleKeys
export const newRoot = sampleKey('new root')
export const stranger = sampleKey('stranger')
export const first = sampleTrust()
export const second = versionOf(2)
export const third = versionOf(3)

export type Held = { readonly envelope: Envelope }
export type TrustCase = {
  readonly name: string
  readonly why: string
  readonly expect: Expectation
  readonly envelope: Envelope | Uint8Array
  readonly padTo?: number
  /** `null`: given by hand where nothing is held. */
  readonly held: Held | null
  /** Given by hand although one is held. */
  readonly byHand?: boolean
}

export const accepted = (version: number, already = false): Expectation => ({
  ...{ kind: 'trust', version, already, root: first.bundle.root },
})

export function versionOf(version: number, over: Partial<TrustContent> = {}, signers?: readonly Signer[]) {
  return sampleTrust(
    { version, root: first.bundle.root, issuedAt: instant('2026-04-01T00:00:00Z'), ...over },
    signers,
  )
}

export function rootsOf(
  keys: readonly PrivateKey[],
  threshold: number,
): Pick<TrustContent, 'keys' | 'roles'> {
  const { roles } = sampleTrustContent()
  return {
    keys: [...keys, issuing].map((key) => sampleTrustKey(key)),
    roles: { ...roles, root: sampleRole(keys, threshold) },
  }
}

/** The vector of a case. */
export function trustVector(test: TrustCase): Vector {
  return {
    file: `trust/${test.name}`,
    expect: test.expect,
    why: test.why,
    operation: test.byHand === true || test.held === null ? 'verify-given-trust' : 'verify-trust',
    input: {
      envelope: envelopeInput(test.envelope, test.padTo),
      held: test.held === null ? null : envelopeInput(test.held.envelope),
    },
  }
}
