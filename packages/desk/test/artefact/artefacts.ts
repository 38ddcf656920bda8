import type { Artefact, ArtefactKind, ArtefactValues } from '../../src/artefact/artefact.ts'
import { consent } from '../case/cases.ts'

export const values: ArtefactValues = {
  case: 'CAS-00017-K2F9QX',
  title: '激活天数异常',
  customer: '远山设计院',
  contact: '林工',
  owner: '周以宁',
  product: 'Meridian',
  release: 'V0-H',
}

/** One complete artefact of each kind. */
export const complete: { readonly [kind in ArtefactKind]: Artefact & { readonly kind: kind } } = {
  'first-response': {
    kind: 'first-response',
    call: '3 月 4 日上午',
    scope: '{product} 从 V0-G 升级到 {release} 的设备',
    definition: '剩余天数由 150000 天变为 300 天左右',
    next: '今天内与研发确认原因',
  },
  'scope-statement': {
    kind: 'scope-statement',
    scope: '离线升级的设备',
    definition: '激活状态正常，剩余天数不符',
    excluded: ['全新安装的设备'],
  },
  'question-list': {
    kind: 'question-list',
    questions: [
      { question: '目前显示的剩余天数是多少？', addressee: '林工', answer: '300 天左右' },
      { question: '是否还有其他设备出现弹窗？', addressee: '林工', answer: '' },
    ],
  },
  'capture-request': {
    kind: 'capture-request',
    purpose: '确认到期设备的激活状态',
    target: '一台已到期的设备',
    steps: ['以管理员身份运行 collect.cmd', '等待提示完成'],
    returns: ['collect.zip'],
    content: '含机器名和许可证信息，不含文档',
  },
  'action-plan': {
    kind: 'action-plan',
    options: [
      {
        what: '重装系统',
        reason: '激活信息重新写入',
        effect: '弹窗消失',
        cost: '每台约两小时',
        evidence: ['msg_13'],
      },
      {
        what: '等待到期后重新输入序列号',
        reason: '到期后输入框可用',
        effect: '弹窗持续 30 天',
        cost: '每台约五分钟',
        evidence: ['假设，尚未验证'],
      },
    ],
    decision: '请在周五前选择其中一个方案',
  },
  'call-confirmation': {
    kind: 'call-confirmation',
    when: '2024-03-04 10:20 (Asia/Shanghai)',
    said: '到期后重新输入序列号，激活成功',
    agreed: ['案例可以归档'],
    consent: '归档',
  },
  'closing-summary': {
    kind: 'closing-summary',
    description: '升级后剩余天数异常',
    analysis: '期限计算溢出',
    result: '到期后重新激活成功',
    evidence: ['call_9'],
    consent,
  },
}
