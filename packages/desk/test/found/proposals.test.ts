// What is proposed from what was found. spec: case-import §6
import { describe, expect, test } from 'vitest'
import { findItems } from '../../src/found/find-items.ts'
import { proposeFrom } from '../../src/found/propose-from.ts'
import type { ImportedMessage, Proposal } from '../../src/import/imported-case.ts'
import { messageOf, threadOf } from './found-rows.ts'

function proposed(messages: readonly ImportedMessage[], kind: Proposal['kind']): Proposal[] {
  return proposeFrom(messages, findItems(messages)).filter((proposal) => proposal.kind === kind)
}

const contradictions = (...texts: string[]): unknown[] =>
  proposed(threadOf(...texts), 'contradiction').map(({ evidence }) =>
    evidence.map(({ message, text }) => [message, text]),
  )

describe('contradictions', () => {
  test('stand side by side, with every claim of their topic, in order', () => {
    expect(
      contradictions(
        '过期后应该可以重新激活',
        '过期后无法激活。',
        '更换SN无效',
        '过期后无法再次激活',
        '过期后客户重新输入SN，激活成功',
      ),
    ).toEqual([
      [
        [1, '过期后应该可以重新激活'],
        [2, '过期后无法激活'],
        [3, '更换SN无效'],
        [4, '过期后无法再次激活'],
        [5, '过期后客户重新输入SN，激活成功'],
      ],
    ])
  })

  test('cross languages', () => {
    expect(contradictions('正常使用不受影响', 'The popups affect normal use.')).toEqual([
      [
        [1, '正常使用不受影响'],
        [2, 'The popups affect normal use'],
      ],
    ])
  })

  test('a letter that says reinstalling is the only way contradicts an activation that succeeded', () => {
    expect(contradictions('只能重装系统', '过期后重新输入序列号激活成功')).toEqual([
      [
        [1, '只能重装系统'],
        [2, '过期后重新输入序列号激活成功'],
      ],
    ])
  })

  test.each([
    [['过期后无法激活', '过期后不能再激活']],
    [['过期后无法激活', '过期后能否激活？']],
    [['V0-H仍存在该问题', 'V2020-L已修复该问题']],
    [['过期后无法激活。但是过期后重新输入SN可以激活。']],
    [['正常使用不受影响', '过期后无法激活']],
    [['超过100台设备', '140套授权', '预计10,000用户']],
    [['剩余100/300/600/800天', '剩余 100、300、600、800 天']],
    [['剩余869天', '剩余 300 天']],
    [['购买了140套授权', '采购140套授权']],
  ])('none in %j', (texts) => expect(contradictions(...texts)).toEqual([]))

  test('a list that drifts', () => {
    expect(
      contradictions('显示100/300/600/800天', '剩余200/300/500/800天不等', '剩余 100、300、600、800 天'),
    ).toEqual([
      [
        [1, '100/300/600/800天'],
        [2, '200/300/500/800天'],
        [3, '100、300、600、800 天'],
      ],
    ])
  })

  test('a number of copies bought that drifts', () => {
    expect(contradictions('客户购买了140套授权', '客户采购的是150套授权')).toEqual([
      [
        [1, '140套'],
        [2, '150套'],
      ],
    ])
  })

  test('are told in the language that the thread is mostly written in', () => {
    const zh = proposed(threadOf('过期后可以激活', '过期后无法激活'), 'contradiction')[0]
    const en = proposed(
      threadOf('After expiry it can be activated.', 'After expiry it cannot be activated.'),
      'contradiction',
    )[0]
    expect(zh?.text).toMatch(/过期后.*说法不一/)
    expect(en?.text).toMatch(/disagree.*after expiry/i)
  })
})

describe('commitments that nothing later fulfils', () => {
  const open = (...messages: ImportedMessage[]): string[] =>
    proposed(messages, 'commitment').flatMap(({ evidence }) => evidence.map(({ text }) => text))
  const promise = messageOf('稍后提供正式说明。')

  test('are proposed', () => {
    expect(open(promise)).toEqual(['稍后提供正式说明'])
    expect(open(promise, messageOf('请提供日志', { index: 2 }))).toEqual(['稍后提供正式说明'])
    expect(open(messageOf("I'll send you the letter tomorrow."))).toEqual([
      "I'll send you the letter tomorrow",
    ])
  })

  test('are not where a later message of the same side brings what was promised', () => {
    expect(open(promise, messageOf('正式说明见附件。', { index: 2 }))).toEqual([])
    expect(
      open(promise, messageOf('兹说明：贵司所购产品均为正版。', { index: 2, attachments: ['说明函.pdf'] })),
    ).toEqual([])
    expect(
      open(messageOf("I'll send you the letter."), messageOf('The letter is attached.', { index: 2 })),
    ).toEqual([])
    expect(
      open(messageOf("I'll get back to you."), messageOf('It is fixed in V2020-L.', { index: 2 })),
    ).toEqual([])
  })

  test('stay open where the other side or another audience got it', () => {
    expect(open(promise, messageOf('正式说明见附件', { index: 2, side: 'customer' }))).toEqual([
      '稍后提供正式说明',
    ])
    expect(open(promise, messageOf('正式说明见附件', { index: 2, audience: 'internal' }))).toEqual([
      '稍后提供正式说明',
    ])
  })
})

describe('problems', () => {
  const problems = (...texts: string[]): unknown[] =>
    proposed(threadOf(...texts), 'problem').map(({ evidence }) =>
      evidence.map(({ message, text }) => [message, text]),
    )

  test('that the thread itself calls known, or that several devices show', () => {
    expect(problems('这是已知问题，后续版本修复', '目前超过100台设备出现该问题')).toEqual([
      [
        [1, '这是已知问题，后续版本修复'],
        [2, '目前超过100台设备出现该问题'],
      ],
    ])
    expect(problems('This is a known issue.')).toEqual([[[1, 'This is a known issue']]])
    expect(problems('More than 100 devices are affected.')).toEqual([
      [[1, 'More than 100 devices are affected']],
    ])
  })

  test.each([
    [['是否为已知问题？']],
    [['不是已知问题']],
    [['This is not a known issue.']],
    [['购买了140套授权']],
    [['1台设备出现该问题']],
    [['If it is a known issue, tell us.']],
  ])('none in %j', (texts) => expect(problems(...texts)).toEqual([]))
})
