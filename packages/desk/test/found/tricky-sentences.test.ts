// Sentences that mislead: written by somebody who did not know the rules, with what a careful reader finds in them.
import { expect, test } from 'vitest'
import { findItems } from '../../src/found/find-items.ts'
import type { FoundKind } from '../../src/import/imported-case.ts'
import { day, itemOf, messageOf, type Row } from './found-rows.ts'

const mark = '#'
const times: readonly FoundKind[] = ['term', 'remaining']
const counts: readonly FoundKind[] = ['quantity']
const codes: readonly FoundKind[] = ['release', 'issue', 'serial', 'phone', 'address', 'url']
const said: readonly FoundKind[] = ['call', 'commitment', 'question', 'claim']

// Of these kinds these items and no others.
// prettier-ignore
const rows: readonly (readonly [readonly FoundKind[], ...Row])[] = [
  [times, '订单上写的是授权三万六千五百天，机器上只剩 一千七百 天。', ['term', '三万六千五百天', 36_500 * day], ['remaining', '一千七百 天', 1_700 * day]],
  [times, '授权期：36,500天；剩余：1,702天19小时28分12秒', ['term', '36,500天', 36_500 * day], ['remaining', '1,702天19小时28分12秒', 147_122_892]],
  [times, '剩100天的、300天的都有，800天以上的也有几台', ['remaining', '100天', 100 * day], ['remaining', '300天', 300 * day], ['remaining', '800天', 800 * day, 'atLeast']],
  [times, '分别剩余100、300、600和800天', ['remaining', '100', 100 * day], ['remaining', '300', 300 * day], ['remaining', '600', 600 * day], ['remaining', '800', 800 * day]],
  [times, '剩余天数 400~1600 天不等', ['remaining', '400', 400 * day, 'about'], ['remaining', '1600', 1_600 * day, 'about']],
  [times, '试用期30天已过，正式授权给的是永久'],
  [times, '到期前30天开始提醒，提醒30天后失效'],
  [times, '这个问题已经拖了 45 天了，再给 3 天行不行'],
  [times, '保修三年，授权 1095 天，现在还有 212 天到期', ['term', '1095 天', 1_095 * day], ['remaining', '212 天', 212 * day]],
  [times, 'The licence runs for 5 years; 1,825 days were ordered. About shows 1 day left.', ['term', '5 years', 1_825 * day], ['term', '1,825 days', 1_825 * day], ['remaining', '1 day', day]],
  [times, 'It went from 99,999 days to 1,695 days overnight.', ['term', '99,999 days', 99_999 * day], ['remaining', '1,695 days', 1_695 * day]],
  [times, '250/700/1,200/1,600 days left (we also saw 99999 on one that was not updated)', ['remaining', '250', 250 * day], ['remaining', '700', 700 * day], ['remaining', '1,200', 1_200 * day], ['remaining', '1,600', 1_600 * day]],
  [times, '升级前显示 149935天，升级后显示 801天', ['remaining', '149935天', 149_935 * day], ['remaining', '801天', 801 * day]],
  [times, 'we expect an answer within 5 working days, 24 h at most for severity 1'],
  [times, '10天内给答复，否则 150000 天的授权我们要求退款', ['term', '150000 天', 150_000 * day]],
  [counts, '一百多台机器，现场能动的就十来台', ['quantity', '一百多台', 100, 'atLeast'], ['quantity', '十来台', 10, 'about']],
  [counts, '全省1.2万台终端，已经有300+台报错', ['quantity', '1.2万台', 12_000], ['quantity', '300+台', 300, 'atLeast']],
  [counts, '共采购 140 套（其中 20 套未激活）', ['quantity', '140 套', 140], ['quantity', '20 套', 20]],
  [counts, '近 2000 名用户、6 个部门、3 栋楼', ['quantity', '2000 名用户', 2_000, 'about']],
  [counts, 'We run 4-core machines with 16 GB each'],
  [counts, '每台机器 2 个网卡，第 3 台开始不行'],
  [codes, 'v0—h、V0 H、V0_H 写的都是同一个版本', ['release', 'v0—h', 'V0-H'], ['release', 'V0 H', 'V0-H'], ['release', 'V0_H', 'V0-H']],
  [codes, 'H3-G1 那台服务器在 A3-B 机房，IP 192.168.3.41'],
  [codes, '升级到 H3-G 的那台在 H3-B 机房', ['release', 'H3-G']],
  [codes, `第 ${mark}1 台、${mark}2 台都重装了`],
  [codes, `颜色 ${mark}3A5F7C 改成 ${mark}445566`],
  [codes, '序列号：QT9F 2L7C 84KX M1WD（手写的，可能有 0/O 混淆）', ['serial', 'QT9F 2L7C 84KX M1WD', 'QT9F2L7C84KXM1WD']],
  [codes, 'SN 是 6 月那批，标签丢了'],
  [codes, '税号 91330000MA00000X7K，开户账号 1200 0000 0000 4455'],
  [codes, '电话：(0571) 0000-3321 转 612', ['phone', '(0571) 0000-3321', '057100003321']],
  [codes, 'Tel +44 (0)117 496 0142 ext. 7', ['phone', '+44 (0)117 496 0142', '+441174960142']],
  [codes, '2024-05-16 10:52:08 001 批次 20240516103'],
  [codes, '邮箱 luyizhou@qingtang.example<mailto:luyizhou01@qingtang.example>，别发错', ['address', 'luyizhou@qingtang.example'], ['address', 'luyizhou01@qingtang.example']],
  [codes, '地址见https://wiki.example/a（内网）。', ['url', 'https://wiki.example/a']],
  [said, '昨天给您打过两次电话没人接'],
  [said, '稍后给您去电', ['commitment', '稍后给您去电']],
  [said, 'I\'ll call you tomorrow', ['commitment', 'I\'ll call you tomorrow']],
  [['call'], '程序会调用 call 接口\nthe call to activate() fails'],
  [said, '能发您的早就发了'],
  [said, '我们会不会太乐观了？', ['question', '我们会不会太乐观了？']],
  [said, 'I would send it if I had it.'],
  [said, 'Will this ever be fixed? I will not hold my breath.', ['question', 'Will this ever be fixed?']],
  [said, '不是说到期后不能激活吗？', ['question', '不是说到期后不能激活吗？']],
  [said, '之前说到期以后不能激活，是我说错了，可以的'],
  [said, '没有证据表明到期后无法激活'],
  [said, '到期后并非不能激活'],
  [said, 'It is not true that reinstalling is the only way.'],
  [said, '如果重装能解决，就不用等补丁'],
  [said, '请勿回复此邮件。如有疑问请致电 400-000-2580。'],
  [['command'], '执行 slmgr.vbs /dlv，把结果截图发我', ['command', 'slmgr.vbs /dlv']],
  [['release'], '附件是上次那份，别看 v0.2，看 v0.4'],
  [['command'], 'C:\\Program Files\\QT\\qtlic.exe status --verbose > d:\\1.txt', ['command', 'C:\\Program Files\\QT\\qtlic.exe status --verbose > d:\\1.txt']],
  [counts, '见附件一、附件二（共 2 份）'],
]

test.each(rows.map((row) => ({ text: row[1], row })))('$text', ({ row: [kinds, text, ...items] }) => {
  const found = findItems([messageOf(text)])
  for (const item of found) expect(text.slice(item.from, item.to)).toBe(item.text)
  expect(found.filter(({ kind }) => kinds.includes(kind)).map(itemOf)).toEqual(
    items.map(([kind, words, value, ...marks]) => [kind, words, value ?? words, ...marks]),
  )
})
