import type { CaseRequest, RequestState } from '../../src/case/case-request.ts'
import type { Commitment } from '../../src/case/commitment.ts'
import type { OpenQuestion } from '../../src/case/open-question.ts'
import { now } from './cases.ts'

const requestStates: { readonly [kind in RequestState['kind']]: RequestState } = {
  asked: { kind: 'asked', since: now },
  partly: { kind: 'partly', since: now, open: '最大值' },
  answered: { kind: 'answered', since: now },
  declined: { kind: 'declined', since: now, reason: '无需日志' },
  collected: { kind: 'collected', since: now, reference: 'att_1' },
  withdrawn: { kind: 'withdrawn', since: now, reason: '不再需要' },
}

export const archiveRequest: CaseRequest = {
  id: 'req_1',
  asker: { party: 'rnd', person: 'per_rnd' },
  addressee: { party: 'support', person: null },
  question: '请提供诊断日志',
  askedAt: now,
  blocks: false,
  answers: [],
  state: requestStates.asked,
}

export function requestIn(kind: RequestState['kind']): CaseRequest {
  return { ...archiveRequest, state: requestStates[kind] }
}

export const promisedLetter: Commitment = {
  id: 'com_1',
  owner: { party: 'support', person: 'per_engineer' },
  to: { party: 'customer', person: 'per_customer' },
  what: '提供书面说明',
  madeAt: now,
  due: null,
  state: { kind: 'open' },
}

export const retestQuestion: OpenQuestion = {
  id: 'q_1',
  question: '到期后能否重新激活？',
  raisedAt: now,
  message: 'msg_8',
  owner: { party: 'rnd', person: null },
  blocks: true,
  hindered: '没有临近到期的设备',
  state: { kind: 'open' },
}
