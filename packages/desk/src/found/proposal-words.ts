// What proposals say, in the language that a thread is mostly written in.
import type { ImportedMessage } from '../import/imported-case.ts'

export type ProposalWords = {
  readonly contradiction: (topic: string) => string
  readonly driftingList: string
  readonly driftingBought: string
  readonly commitment: string
  readonly problemKnown: string
  readonly problemShown: string
  readonly problemBoth: string
  readonly fixedIn: (release: string) => string
}

export const proposalWords: Readonly<Record<'zh' | 'en', ProposalWords>> = {
  zh: {
    contradiction: (topic) => `关于“${topic}”，各邮件说法不一。请核实哪一种成立，并更正其余邮件。`,
    driftingList: '同一组剩余时间在各邮件中数值不一。请核实以哪一组为准。',
    driftingBought: '购买数量在各邮件中不一。请对照订单核实。',
    commitment: '在之后的邮件中没有看到这项承诺的兑现。请确认是否已经完成，或约定期限。',
    problemKnown: '邮件中称这是已知问题。请关联已有的问题记录，或新建一条。',
    problemShown: '多台设备出现同一现象。请考虑登记为问题。',
    problemBoth: '邮件中称这是已知问题，且多台设备出现。请关联已有的问题记录，或新建一条。',
    fixedIn: (release) => `${release} 是否已修复`,
  },
  en: {
    contradiction: (topic) =>
      `Messages disagree on ${topic}. Find out which is true, and correct the others.`,
    driftingList: 'Messages disagree on one list of remaining times. Find out which list is right.',
    driftingBought: 'Messages disagree on how many copies were bought. Compare them with the order.',
    commitment:
      'No later message seems to keep this commitment. Confirm that it was kept, or agree on a date.',
    problemKnown: 'The thread calls this fault known. Link the problem that is on record, or record it.',
    problemShown: 'Several devices show the same fault. Consider recording it as a problem.',
    problemBoth:
      'The thread calls this fault known, and several devices show it. Link the problem that is on record, or record it.',
    fixedIn: (release) => `whether it is fixed in ${release}`,
  },
}

/** A word of Han is about two signs, one of English about five letters and a blank. */
const lettersOfHanSign = 3

export function languageOf(messages: readonly ImportedMessage[]): 'zh' | 'en' {
  let han = 0
  let latin = 0
  for (const { text } of messages) {
    han += text.match(/\p{Script=Han}/gu)?.length ?? 0
    latin += text.match(/[A-Za-z]/g)?.length ?? 0
  }
  return han * lettersOfHanSign > latin ? 'zh' : 'en'
}
