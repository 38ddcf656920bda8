// Blocks of the other ways to activate: directory, virtual machine, token, subscription. spec: reading §1
import type { AdActivation, Subscription, TokenActivation, VmActivation } from '../reading.ts'
import type { FactReader } from './fact-reader.ts'
import { hideKeys } from './hide-keys.ts'
import { parseCount } from './numbers.ts'
import { parseExtendedPid, parseGuid } from './shapes.ts'
import { findWord } from './words.ts'

export function buildAdActivation(facts: FactReader): { adActivation?: AdActivation } {
  if (!facts.has('adHeader', 'adObjectName', 'adObjectDn', 'adPid', 'adActivationId')) return {}
  return {
    adActivation: {
      objectName: facts.text('adObjectName', 'adActivation.objectName'),
      objectDn: facts.text('adObjectDn', 'adActivation.objectDn'),
      extendedPid: facts.read('adPid', 'adActivation.extendedPid', parseExtendedPid),
      activationId: facts.read('adActivationId', 'adActivation.activationId', parseGuid),
    },
  }
}

export function buildVmActivation(facts: FactReader): { avma?: VmActivation } {
  if (!facts.has('avmaHeader', 'iaid', 'avmaHost', 'avmaTime', 'avmaPid')) return {}
  const { time, candidates, text } = facts.date('avmaTime', 'avma.activationTime')
  return {
    avma: {
      iaid: facts.read('iaid', 'avma.iaid', (folded, raw) => {
        const guid = parseGuid(folded)
        if (guid !== null) return guid
        return folded === '' || findWord('absence', folded) !== null ? null : hideKeys(raw)
      }),
      hostMachine: facts.text('avmaHost', 'avma.hostMachine'),
      activationTime: time,
      ...(candidates === undefined
        ? {}
        : { activationTimeCandidates: candidates, activationTimeText: text ?? '' }),
      hostPid2: facts.text('avmaPid', 'avma.hostPid2'),
    },
  }
}

export function buildTokenActivation(facts: FactReader): { tokenActivation?: TokenActivation } {
  if (!facts.has('tokenHeader', 'ilid', 'ilvid', 'grantNumber')) return {}
  return {
    tokenActivation: {
      licenseId: facts.text('ilid', 'tokenActivation.licenseId'),
      versionId: facts.read('ilvid', 'tokenActivation.versionId', parseCount),
      grantNumber: facts.read('grantNumber', 'tokenActivation.grantNumber', parseCount),
      certificateThumbprint: facts.text('thumbprint', 'tokenActivation.certificateThumbprint'),
    },
  }
}

export function buildSubscription(facts: FactReader): { subscription?: Subscription } {
  if (!facts.has('subscriptionEdition', 'subscriptionType', 'subscriptionStatus', 'subscriptionExpiry'))
    return {}
  const { time, candidates, text } = facts.date('subscriptionExpiry', 'subscription.expiry')
  return {
    subscription: {
      edition: facts.text('subscriptionEdition', 'subscription.edition'),
      type: facts.read('subscriptionType', 'subscription.type', (value) =>
        findWord('subscriptionType', value),
      ),
      status: facts.read('subscriptionStatus', 'subscription.status', (value) =>
        findWord('subscriptionStatus', value),
      ),
      expiry: time,
      ...(candidates === undefined ? {} : { expiryCandidates: candidates, expiryText: text ?? '' }),
    },
  }
}
