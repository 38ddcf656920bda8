// What people read of plans of repair: needs, remedies, states, and the steps of a checklist. spec: repair §3
import type { Because, ChecklistStepCode, ItemState, Need, PlanState, RemedyName } from '@holdfast/fleet'
import type { RefusalCode } from '@holdfast/lease'
import type { Locale } from './locale.ts'
import { phrase } from './phrase.ts'

type Words = { readonly [locale in Locale]: string }

const needWords: { readonly [need in Need]: Words } = {
  none: { en: 'needs nothing', zh: '无需处理' },
  'term-differs': { en: 'ends earlier than the books say', zh: '截止时间早于账册记录' },
  'ends-soon': { en: 'reminds or ends before the date', zh: '将在该日期之前提醒或到期' },
  unseated: { en: 'has no seat any more', zh: '已没有席位' },
  gone: { en: 'the machine is gone', zh: '机器已不存在' },
  unknown: { en: 'nobody has looked at it', zh: '尚无观测' },
}

const remedyWords: { readonly [name in RemedyName]: Words } = {
  capture: { en: 'capture its licence text', zh: '采集其许可证信息' },
  renew: { en: 'renew by itself, on advice', zh: '按建议自动续期' },
  reissue: { en: 'renew through a file', zh: '通过文件续期' },
  reactivate: { en: 'reset and activate again', zh: '重置后重新激活' },
  'vendor-activate': { en: "activate with the maker's own command", zh: '用原厂命令激活' },
  'release-seat': {
    en: 'give back a silent seat, then activate again',
    zh: '收回长期未出现的席位，然后重新激活',
  },
  'vendor-key': { en: 'install an own product key, then activate', zh: '安装自有产品密钥后激活' },
  rehost: { en: 'give its seat to its successor', zh: '将席位转给替换机器' },
  'vendor-case': { en: 'ask the maker', zh: '联系原厂' },
}

const planStateWords: { readonly [state in PlanState['kind']]: Words } = {
  previewed: { en: 'previewed', zh: '已预览' },
  approved: { en: 'approved', zh: '已批准' },
  running: { en: 'running', zh: '执行中' },
  finished: { en: 'finished', zh: '已完成' },
  closed: { en: 'closed', zh: '已关闭' },
}

const itemStateWords: { readonly [state in ItemState['kind']]: Words } = {
  proposed: { en: 'proposed', zh: '待执行' },
  started: { en: 'started, not proven', zh: '已开始，尚未证实' },
  outdated: { en: 'changed since the preview', zh: '预览后已变化' },
  unrepairable: { en: 'cannot be repaired', zh: '无法修复' },
  well: { en: 'well', zh: '正常' },
  done: { en: 'done, proven', zh: '已完成并证实' },
}

const becauseWords: { readonly [word in Exclude<Because, RefusalCode>]: Words } = {
  TERM_NOT_LATER: {
    en: 'A renewal would end no later: the order itself says so. Correct the licence, or sell an extension.',
    zh: '续期不会推迟截止时间：订单本身如此。请更正许可证，或办理延期。',
  },
  NO_SILENT_SEAT: {
    en: 'Every seat is taken by a device that was seen lately. Free one, or order more.',
    zh: '所有席位均被近期出现过的设备占用。请释放席位或增购。',
  },
  NO_SEAT: { en: 'It has no seat that could go to another machine.', zh: '该设备没有可转移的席位。' },
  NO_REMEDY: { en: 'No remedy fits.', zh: '没有适用的办法。' },
}

const stepWords: { readonly [code in ChecklistStepCode]: Words } = {
  'capture-before': {
    en: 'On the machine, as an administrator, write down how it stands now:',
    zh: '在该机器上以管理员身份记录当前状态：',
  },
  'capture-after': { en: 'Write down how it stands afterwards:', zh: '记录操作之后的状态：' },
  'capture-now': {
    en: 'Write down what the machine says of its licence:',
    zh: '记录该机器显示的许可证信息：',
  },
  'send-captures': {
    en: 'Bring the files back and add them (holdfast capture add FILE). They hold no full product key.',
    zh: '带回文件并登记（holdfast capture add FILE）。文件中不含完整产品密钥。',
  },
  'find-activation-host': {
    en: 'See that the machine finds its activation host; where it does not, the network or DNS comes first:',
    zh: '确认该机器能找到激活主机；如找不到，请先处理网络或 DNS：',
  },
  'activate-with-maker': { en: "Activate with the maker's own command:", zh: '使用原厂命令激活：' },
  'activate-by-telephone': {
    en: 'Without a network: read out the installation id to the maker by telephone, and follow what is said:',
    zh: '无网络时：通过电话向原厂报出安装 ID，并按指示操作：',
  },
  'install-own-key': {
    en: 'Install your own product key (KEY stands for it):',
    zh: '安装您自己的产品密钥（KEY 代表该密钥）：',
  },
  'ask-maker': {
    en: 'Ask the maker of the product, with the capture and the order number.',
    zh: '带上采集文件和订单号联系产品原厂。',
  },
  'write-request': { en: 'On the device, write a request:', zh: '在设备上写出申请：' },
  'answer-requests': {
    en: 'At the vendor, answer all requests at once:',
    zh: '在厂商处一次答复所有申请：',
  },
  'apply-answer': { en: 'On the device, apply the answer:', zh: '在设备上应用应答：' },
  'bring-receipts': {
    en: 'At the vendor, take in the receipts: they are the proof.',
    zh: '在厂商处登记回执：回执即为证明。',
  },
  'reset-device': {
    en: 'On the device, reset its licence; work goes on:',
    zh: '在设备上重置授权，工作不受影响：',
  },
  'activate-with-label': {
    en: 'On the device, activate again with its label:',
    zh: '在设备上使用标签重新激活：',
  },
  'activate-successor': {
    en: 'On the machine that takes its place, activate with the label:',
    zh: '在替换机器上使用标签激活：',
  },
  'verify-plan': {
    en: 'Verify the plan. No step counts as done before an observation shows it.',
    zh: '验证方案。在观测结果显示之前，任何步骤都不算完成。',
  },
}

export const phraseNeed = (need: Need, locale: Locale): string => needWords[need][locale]
export const phraseRemedy = (name: RemedyName, locale: Locale): string => remedyWords[name][locale]
export const phrasePlanState = (kind: PlanState['kind'], locale: Locale): string =>
  planStateWords[kind][locale]
export const phraseItemState = (kind: ItemState['kind'], locale: Locale): string =>
  itemStateWords[kind][locale]
export const phraseStep = (code: ChecklistStepCode, locale: Locale): string => stepWords[code][locale]

/** Why nobody can repair it: the books' own refusal, or a word of the plan. */
export function phraseBecause(because: Because, locale: Locale): string {
  return Object.hasOwn(becauseWords, because)
    ? becauseWords[because as keyof typeof becauseWords][locale]
    : phrase(because as RefusalCode, {}, locale).title
}
