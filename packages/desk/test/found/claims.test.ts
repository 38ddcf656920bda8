// What is asserted about the product's behaviour: words, topic, polarity, certainty. spec: case-import §5
import { describe, expect, test } from 'vitest'
import { findItems } from '../../src/found/find-items.ts'
import { messageOf } from './found-rows.ts'

/** Words, and what they assert: `topic yes`, `topic no`, with `?` where they say likely and `??` where they leave it open. */
type Claimed = readonly [text: string, ...claims: readonly (readonly [words: string, asserts: string])[]]

const claims: readonly Claimed[] = [
  ['过期后无法再次激活。', ['过期后无法再次激活', 'reactivation no']],
  ['到期后重新输入序列号可以激活', ['到期后重新输入序列号可以激活', 'reactivation yes']],
  ['经测试，过期后客户重新输入SN，激活成功。', ['过期后客户重新输入SN，激活成功', 'reactivation yes']],
  ['设备过期后激活不了', ['设备过期后激活不了', 'reactivation no']],
  ['过期之后不能再激活', ['过期之后不能再激活', 'reactivation no']],
  ['预计30天弹窗后可以重新输入密钥激活', ['预计30天弹窗后可以重新输入密钥激活', 'reactivation yes?']],
  ['过期后应该可以重新激活', ['过期后应该可以重新激活', 'reactivation yes?']],
  ['过期后可能无法激活', ['过期后可能无法激活', 'reactivation no??']],
  ['过期后，即使换新的SN也无法激活', ['过期后，即使换新的SN也无法激活', 'reactivation no, new-serial no']],
  ['如果设备过期，则无法再次激活', ['如果设备过期，则无法再次激活', 'reactivation no']],
  ['更换新的序列号无效', ['更换新的序列号无效', 'new-serial no']],
  ['换其他SN也不能解决该问题', ['换其他SN也不能解决该问题', 'new-serial no']],
  ['新的SN可以解决', ['新的SN可以解决', 'new-serial yes']],
  ['只能重装', ['只能重装', 'only-reinstall yes']],
  ['目前只能通过重新安装系统解决', ['目前只能通过重新安装系统解决', 'only-reinstall yes']],
  ['唯一的解决办法是重装', ['唯一的解决办法是重装', 'only-reinstall yes']],
  ['无需重装即可恢复', ['无需重装即可恢复', 'only-reinstall no']],
  ['不影响正常使用', ['不影响正常使用', 'use-affected no']],
  ['期间客户正常使用不受影响。', ['期间客户正常使用不受影响', 'use-affected no']],
  ['弹窗严重影响客户使用', ['弹窗严重影响客户使用', 'use-affected yes']],
  ['设备不可恢复', ['设备不可恢复', 'recoverable no']],
  ['数据可以恢复', ['数据可以恢复', 'recoverable yes']],
  ['清除激活信息后仍然无效', ['清除激活信息后仍然无效', 'clear-helps no']],
  ['重置激活状态可以解决', ['重置激活状态可以解决', 'clear-helps yes']],
  ['V2020-L已修复该问题', ['V2020-L已修复该问题', 'fixed-in:V2020-L yes']],
  ['V0-H仍存在该问题', ['V0-H仍存在该问题', 'fixed-in:V0-H no']],
  ['该问题在V2020-L中已经解决', ['该问题在V2020-L中已经解决', 'fixed-in:V2020-L yes']],
  ['该问题必现', ['该问题必现', 'always yes']],
  ['问题不是每次都出现', ['问题不是每次都出现', 'always no']],
  ['实验室无法复现该问题', ['实验室无法复现该问题', 'reproducible no']],
  ['问题可以稳定复现', ['问题可以稳定复现', 'reproducible yes']],
  ['无法激活，只能重装系统。', ['只能重装系统', 'only-reinstall yes']],
  [
    'After expiry it cannot be activated again.',
    ['After expiry it cannot be activated again', 'reactivation no'],
  ],
  [
    'Once expired, the device can be activated again with its serial number.',
    ['Once expired, the device can be activated again with its serial number', 'reactivation yes'],
  ],
  [
    'After expiry the customer entered the SN again and activation succeeded.',
    ['After expiry the customer entered the SN again and activation succeeded', 'reactivation yes'],
  ],
  [
    'It cannot be reactivated after the licence has expired.',
    ['It cannot be reactivated after the licence has expired', 'reactivation no'],
  ],
  [
    'We expect that after the 30 days the key can be entered again.',
    ['We expect that after the 30 days the key can be entered again', 'reactivation yes?'],
  ],
  ['a new serial number does not help', ['a new serial number does not help', 'new-serial no']],
  ['Another SN will not help either.', ['Another SN will not help either', 'new-serial no']],
  ['A different serial number solves it.', ['A different serial number solves it', 'new-serial yes']],
  ['Reinstalling is the only way.', ['Reinstalling is the only way', 'only-reinstall yes']],
  [
    'It can only be repaired by reinstalling.',
    ['It can only be repaired by reinstalling', 'only-reinstall yes'],
  ],
  ['Reinstalling is not necessary.', ['Reinstalling is not necessary', 'only-reinstall no']],
  ['Normal use is not affected.', ['Normal use is not affected', 'use-affected no']],
  ['This does not affect use.', ['This does not affect use', 'use-affected no']],
  ["The popups affect the users' work.", ["The popups affect the users' work", 'use-affected yes']],
  ['The data cannot be recovered.', ['The data cannot be recovered', 'recoverable no']],
  ['The clear command does nothing.', ['The clear command does nothing', 'clear-helps no']],
  ['This is fixed in V2020-L.', ['This is fixed in V2020-L', 'fixed-in:V2020-L yes']],
  ['V0-H still has the fault.', ['V0-H still has the fault', 'fixed-in:V0-H no']],
  ['It always happens.', ['It always happens', 'always yes']],
  ['It only happens sometimes.', ['It only happens sometimes', 'always no']],
  ['It cannot be reproduced in the lab.', ['It cannot be reproduced in the lab', 'reproducible no']],
]

const more: readonly Claimed[] = [
  ['您可以在过期后重新输入SN激活', ['您可以在过期后重新输入SN激活', 'reactivation yes']],
  ['过期后激活失败', ['过期后激活失败', 'reactivation no']],
  [
    'After expiration, re-entering the serial number works.',
    ['After expiration, re-entering the serial number works', 'reactivation yes'],
  ],
  [
    'Activation after expiry is not possible.',
    ['Activation after expiry is not possible', 'reactivation no'],
  ],
  [
    'Expired devices cannot be activated again, not even with a new serial number.',
    ['Expired devices cannot be activated again', 'reactivation no'],
    ['not even with a new serial number', 'new-serial no'],
  ],
  [
    'The devices cannot be recovered without reinstalling.',
    ['The devices cannot be recovered without reinstalling', 'only-reinstall yes'],
  ],
  [
    'There is no other way than reinstalling.',
    ['There is no other way than reinstalling', 'only-reinstall yes'],
  ],
  ['重装系统可以解决', ['重装系统可以解决', 'reinstall-helps yes']],
  ['A reinstall fixes it.', ['A reinstall fixes it', 'reinstall-helps yes']],
  ['clear命令无效', ['clear命令无效', 'clear-helps no']],
  ['每次升级都会出现', ['每次升级都会出现', 'always yes']],
  ['不是所有设备都会出现', ['不是所有设备都会出现', 'always no']],
  ['V0-G升级到V0-H仍会出现', ['V0-G升级到V0-H仍会出现', 'fixed-in:V0-H no']],
]

const none: readonly Claimed[] = [
  ['没有临近到期的设备，无法验证'],
  ['如果30天后可以激活，就不需要重装'],
  ['到期后可以激活的话就没问题'],
  ['现在关注两点：\n1. 停止弹窗\n2. 过期后能激活'],
  ['研发将在V2020-L中修复'],
  ['建议重装系统'],
  ['We cannot verify whether it can be activated after expiry.'],
  ['If activation after expiry fails, this is worse.'],
  ['过期后能否激活？'],
  ['如果过期后不能激活，则问题更严重'],
  ['无法验证过期后能否激活'],
  ['不确定过期后是否可以激活'],
  ['请确认过期后可以激活'],
  ['希望过期后可以激活'],
  ['是否影响正常使用'],
  ['客户不接受重装'],
  ['方案一：重装'],
  ['除了重装还有别的办法吗'],
  ['能否不重装'],
  ['更换SN是否有效'],
  ['数据能否恢复？'],
  ['若影响使用请联系我们'],
  ['可以重装系统'],
  ['我们无法提供日志'],
  ['谢谢'],
  ['V0-H是否已修复'],
  ['测试过期后能不能激活'],
  ['Can it be activated after expiry?'],
  ['If it cannot be activated after expiry, this is worse.'],
  ['Whether a new serial number helps is unknown.'],
  ['Does it affect normal use?'],
  ['Please check that it can be activated after expiry.'],
  ['We do not know if the data can be recovered.'],
  ['We would like to avoid reinstalling.'],
  ['I cannot help you.'],
]

describe('claims', () => {
  test.each([...claims, ...more, ...none].map(([text, ...expected]) => ({ text, expected })))(
    '$text',
    ({ text, expected }) => {
      const found = findItems([messageOf(text)]).filter(({ kind }) => kind === 'claim')
      expect(found.map((item) => [item.text, assertsOf(item)])).toEqual(expected)
    },
  )
})

function assertsOf({ asserts, certainty }: ReturnType<typeof findItems>[number]): string {
  const mark = certainty === 'likely' ? '?' : certainty === 'open' ? '??' : ''
  return (asserts ?? []).map(({ topic, polarity }) => `${topic} ${polarity}${mark}`).join(', ')
}

test('what is asserted without a topic is a claim too', () => {
  const words = (text: string): string[] =>
    findItems([messageOf(text)])
      .filter(({ kind }) => kind === 'claim')
      .map((item) => item.text)
  expect(words('升级后客户端无法输入密钥。')).toEqual(['升级后客户端无法输入密钥'])
  expect(words('After the upgrade the key cannot be entered.')).toEqual([
    'After the upgrade the key cannot be entered',
  ])
  expect(words('我无法激活您的账号')).toEqual([])
})
