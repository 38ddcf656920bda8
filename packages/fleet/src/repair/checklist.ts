// What a person does for one device, step by step: codes and commands; the words are in the phrases room. spec: repair §3
import type { ActivationScheme } from './plan-device.ts'
import type { RemedyName } from './remedies.ts'

export const checklistStepCodes = [
  'capture-before',
  'capture-after',
  'capture-now',
  'send-captures',
  'find-activation-host',
  'activate-with-maker',
  'activate-by-telephone',
  'install-own-key',
  'ask-maker',
  'write-request',
  'answer-requests',
  'apply-answer',
  'bring-receipts',
  'reset-device',
  'activate-with-label',
  'activate-successor',
  'verify-plan',
] as const
export type ChecklistStepCode = (typeof checklistStepCodes)[number]

export type ChecklistStep = {
  readonly code: ChecklistStepCode
  /** The command, as the maker's own documentation writes it; null where there is none. `KEY` stands for the administrator's own. */
  readonly command: string | null
}

const slmgr = 'cscript //nologo %SystemRoot%\\System32\\slmgr.vbs'
const step = (code: ChecklistStepCode, command: string | null = null): ChecklistStep => ({ code, command })

const captureBefore = step('capture-before', `${slmgr} /dlv > before.txt`)
const captureAfter = step('capture-after', `${slmgr} /dlv > after.txt`)
const lastSteps = [captureAfter, step('send-captures'), step('verify-plan')]
const activate = step('activate-with-maker', `${slmgr} /ato`)

const vendorSteps: { readonly [scheme in Exclude<ActivationScheme, 'other'>]: readonly ChecklistStep[] } = {
  'windows-kms-client': [step('find-activation-host', 'nslookup -type=srv _vlmcs._tcp'), activate],
  'windows-mak': [activate, step('activate-by-telephone', `${slmgr} /dti`)],
  'windows-retail': [activate],
  'windows-evaluation': [activate],
}

/**
 * The steps of a remedy. Empty where nobody has to do anything at the device. Holdfast runs none of them: it prints the
 * maker's documented commands and reads the captures that come back.
 */
export function checklistOf(remedy: RemedyName, scheme: ActivationScheme | null): readonly ChecklistStep[] {
  switch (remedy) {
    case 'renew':
      return []
    case 'reissue':
      return [
        step('write-request', 'holdfast-device request --renew --out request.txt'),
        step('answer-requests', 'holdfast offline answer REQUESTS --out ANSWERS'),
        step('apply-answer', 'holdfast-device apply answer.txt --receipts receipts.txt'),
        step('bring-receipts', 'holdfast offline answer RECEIPTS --out ANSWERS'),
        step('verify-plan'),
      ]
    case 'reactivate':
    case 'release-seat':
      return [
        step('reset-device', 'holdfast-device reset'),
        step('activate-with-label', 'holdfast-device activate --label label.txt'),
        step('verify-plan'),
      ]
    case 'rehost':
      return [step('activate-successor', 'holdfast-device activate --label label.txt'), step('verify-plan')]
    case 'capture':
      return [
        scheme === null || scheme === 'other'
          ? step('capture-now')
          : step('capture-now', `${slmgr} /dlv > now.txt`),
        step('send-captures'),
        step('verify-plan'),
      ]
    case 'vendor-activate':
      return scheme === null || scheme === 'other'
        ? [step('ask-maker'), ...lastSteps]
        : [captureBefore, ...vendorSteps[scheme], ...lastSteps]
    case 'vendor-key':
      return [captureBefore, step('install-own-key', `${slmgr} /ipk KEY`), activate, ...lastSteps]
    case 'vendor-case':
      return [step('ask-maker'), step('capture-after'), step('send-captures'), step('verify-plan')]
  }
}
