import type { Noticed } from '@holdfast/device'
import type { Locale } from './locale.ts'

/** A doubt never locks: `title` says what was noticed, `action` what to do about it, if anything. */
export type NoticedPhrase = { readonly title: string; readonly action: string }

/** What people are told about something that the device noticed. spec: device §1 */
export function phraseNoticed(word: Noticed, locale: Locale): NoticedPhrase {
  return noticedPhrases[word][locale]
}

/** Every doubt has its sentences: one that is missing does not compile. */
const noticedPhrases: { readonly [word in Noticed]: { readonly [locale in Locale]: NoticedPhrase } } = {
  'clock-behind': {
    en: {
      title: 'The clock of this device is behind.',
      action:
        'Correct date and time. The licence is judged by the latest signed moment that the device has seen.',
    },
    zh: {
      title: '本设备的时钟滞后。',
      action: '请校正日期和时间。授权以设备所见过的最新签名时刻为准。',
    },
  },
  'clock-ahead': {
    en: {
      title: 'The clock of this device seems to be ahead.',
      action:
        'Correct date and time. As soon as they are right everything is as before; no one else is needed.',
    },
    zh: {
      title: '本设备的时钟可能超前。',
      action: '请校正日期和时间。校正后立即恢复正常，无需其他人员处理。',
    },
  },
  'hardware-changed': {
    en: {
      title: 'Much of the hardware of this device has changed.',
      action: 'Nothing needs to be done. At the next renewal the new hardware is recorded.',
    },
    zh: {
      title: '本设备的硬件变化较大。',
      action: '无需任何操作。下次续期时会登记新的硬件信息。',
    },
  },
  'renewal-due': {
    en: { title: 'The licence can be renewed now.', action: 'Renew it online or with a request file.' },
    zh: { title: '现在可以续期。', action: '请在线续期，或通过申请文件续期。' },
  },
  'renewal-overdue': {
    en: {
      title: 'The renewal is overdue.',
      action: 'Renew online or with a request file. What the licence says goes on until its end.',
    },
    zh: { title: '续期已逾期。', action: '请在线续期，或通过申请文件续期。在到期之前，授权继续有效。' },
  },
  'to-be-re-issued': {
    en: {
      title: 'The licence should be issued anew, because a key of the vendor has changed.',
      action: 'Renew or activate when it suits. Until then the licence goes on.',
    },
    zh: {
      title: '由于厂商的密钥已变更，授权需要重新签发。',
      action: '请在方便时续期或重新激活。在此之前授权继续有效。',
    },
  },
  'receipt-waiting': {
    en: {
      title: 'The vendor has not been told yet that the licence arrived.',
      action:
        'Nothing needs to be done: the next exchange tells it. Without network, carry the next request file to the vendor.',
    },
    zh: {
      title: '厂商尚未收到授权已送达的回执。',
      action: '无需任何操作，下次通信时会自动送达。没有网络时，请将下一份申请文件带给厂商。',
    },
  },
  'request-waiting': {
    en: {
      title: 'A request waits for its answer.',
      action: 'Apply the answer when it comes, or send the request again. Repeating it takes no second seat.',
    },
    zh: {
      title: '有一份申请正在等待应答。',
      action: '收到应答后请导入，或重新发送申请。重复发送不会多占席位。',
    },
  },
  'release-unconfirmed': {
    en: {
      title: 'The vendor has not confirmed yet that the seat was given back.',
      action: 'Release once more, or carry the release file to the vendor. Activating takes the seat again.',
    },
    zh: {
      title: '厂商尚未确认席位已归还。',
      action: '请再次执行归还，或将归还文件带给厂商。重新激活即可取回席位。',
    },
  },
  'vault-generation-damaged': {
    en: {
      title: 'A file of the licence folder is damaged or missing.',
      action:
        'Its other copy serves where there is one, and the next change repairs the damage. Check the disk.',
    },
    zh: {
      title: '授权文件夹中有文件已损坏或缺失。',
      action: '只要另一份副本还在，即可正常使用，下次更改时会自动修复。请检查磁盘。',
    },
  },
  'trust-expired': {
    en: {
      title: "The vendor's trust file is due for renewal.",
      action: 'The licence goes on. Apply the latest trust file, or renew: the answer brings it.',
    },
    zh: {
      title: '厂商的信任文件已到更新时间。',
      action: '授权继续有效。请导入最新的信任文件，或进行续期，应答中会附带该文件。',
    },
  },
}
