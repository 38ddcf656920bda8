// What was granted and what was left. spec: case-import §5
import { describe, test } from 'vitest'
import { day, expectRow, named, hour, type Row } from './found-rows.ts'

const granted: readonly Row[] = [
  ['永久/150000天授权', ['term', '150000天', 150_000 * day]],
  ['授权期限为150,000天。', ['term', '150,000天', 150_000 * day]],
  ['授权期限为 150，000 天', ['term', '150，000 天', 150_000 * day]],
  ['许可的有效期为十五万天', ['term', '十五万天', 150_000 * day]],
  ['当时授予的是15万天', ['term', '15万天', 150_000 * day]],
  ['有效期 15 万天', ['term', '15 万天', 150_000 * day]],
  ['授权有效期：１５００００天', ['term', '１５００００天', 150_000 * day]],
  ['购买的是150, 000天的授权', ['term', '150, 000天', 150_000 * day]],
  ['V0-G使用的是150000天授权', ['term', '150000天', 150_000 * day]],
  ['授权时长4.5万天', ['term', '4.5万天', 45_000 * day]],
  ['授权期为410年', ['term', '410年', 410 * 365 * day]],
  ['有效期：两年', ['term', '两年', 730 * day]],
  ['有效期为1年6个月', ['term', '1年6个月', 545 * day]],
  ['期限三百天', ['term', '三百天', 300 * day]],
  ['granted 150,000 d', ['term', '150,000 d', 150_000 * day]],
  ['The licence was granted for 150000 days.', ['term', '150000 days', 150_000 * day]],
  ['with a term of 410 years', ['term', '410 years', 410 * 365 * day]],
  ['a 150,000-day licence', ['term', '150,000-day', 150_000 * day]],
  ['The copies are licensed for 150k days.', ['term', '150k days', 150_000 * day]],
  [
    'valid for one hundred and fifty thousand days',
    ['term', 'one hundred and fifty thousand days', 150_000 * day],
  ],
  ['Licence term: 36 months', ['term', '36 months', 36 * 30 * day]],
  ['They bought a 2-year subscription.', ['term', '2-year', 730 * day]],
  [
    'The contract says that each licence was granted for about\n150,000 days.',
    ['term', '150,000 days', 150_000 * day, 'about'],
  ],
]

const left: readonly Row[] = [
  ['剩余869天', ['remaining', '869天', 869 * day]],
  ['目前剩余时间为 869 天', ['remaining', '869 天', 869 * day]],
  [
    '还剩100/300/600/800天',
    ['remaining', '100', 100 * day],
    ['remaining', '300', 300 * day],
    ['remaining', '600', 600 * day],
    ['remaining', '800', 800 * day],
  ],
  [
    '授权剩余100、300、600、800天不等',
    ['remaining', '100', 100 * day],
    ['remaining', '300', 300 * day],
    ['remaining', '600', 600 * day],
    ['remaining', '800', 800 * day],
  ],
  [
    '100/300/600/800天，规律不明',
    ['remaining', '100', 100 * day],
    ['remaining', '300', 300 * day],
    ['remaining', '600', 600 * day],
    ['remaining', '800', 800 * day],
  ],
  [
    '有效期变成200,300,500,800天',
    ['remaining', '200', 200 * day],
    ['remaining', '300', 300 * day],
    ['remaining', '500', 500 * day],
    ['remaining', '800', 800 * day],
  ],
  ['实验室里显示 800 多天', ['remaining', '800 多天', 800 * day, 'atLeast']],
  ['显示还剩约 300 天', ['remaining', '300 天', 300 * day, 'about']],
  ['还有一百多天', ['remaining', '一百多天', 100 * day, 'atLeast']],
  ['剩余天数：300天左右', ['remaining', '300天', 300 * day, 'about']],
  ['仅剩２９天', ['remaining', '２９天', 29 * day]],
  ['剩余 2 年 3 个月', ['remaining', '2 年 3 个月', 820 * day]],
  ['剩余3周', ['remaining', '3周', 21 * day]],
  ['还剩48小时', ['remaining', '48小时', 48 * hour]],
  ['还剩 12 天 5 小时', ['remaining', '12 天 5 小时', 12 * day + 5 * hour]],
  ['还有30天到期', ['remaining', '30天', 30 * day]],
  ['客户端提示30天后过期', ['remaining', '30天', 30 * day]],
  ['剩余时间: 1,251,360 分钟', ['remaining', '1,251,360 分钟', 869 * day]],
  ['剩余 1251360 分钟(869 天)', ['remaining', '1251360 分钟(869 天)', 869 * day]],
  [
    'Time remaining: 1251395 minute(s) (869 day(s))',
    ['remaining', '1251395 minute(s) (869 day(s))', 869 * day + 35 * 60],
  ],
  ['869 d 04:35 left', ['remaining', '869 d 04:35', 869 * day + 4 * hour + 35 * 60]],
  ['It shows 869 d 04:35.', ['remaining', '869 d 04:35', 869 * day + 4 * hour + 35 * 60]],
  ['180 days left', ['remaining', '180 days', 180 * day]],
  ['The client says that 180 days are left.', ['remaining', '180 days', 180 * day]],
  ['only about 300 days remain', ['remaining', '300 days', 300 * day, 'about']],
  [
    'The remaining time is 100, 300, 600 or 800 days.',
    ['remaining', '100', 100 * day],
    ['remaining', '300', 300 * day],
    ['remaining', '600', 600 * day],
    ['remaining', '800', 800 * day],
  ],
  ['In the lab we see more than 800 days left', ['remaining', '800 days', 800 * day, 'atLeast']],
  ['The lab shows 800+ days', ['remaining', '800+ days', 800 * day, 'atLeast']],
  ['The licence expires in 29 days.', ['remaining', '29 days', 29 * day]],
  ['two weeks left', ['remaining', 'two weeks', 14 * day]],
  [
    'Some machines have less than a year left, e.g. 17 weeks remaining.',
    ['remaining', '17 weeks', 17 * 7 * day],
  ],
  ['剩余不到100天', ['remaining', '100天', 100 * day, 'about']],
  ['剩下近800天', ['remaining', '800天', 800 * day, 'about']],
  ['剩余超过800天', ['remaining', '800天', 800 * day, 'atLeast']],
]

const both: readonly Row[] = [
  ['150,000天的授权升级后只剩869天', ['term', '150,000天', 150_000 * day], ['remaining', '869天', 869 * day]],
  [
    '授权期限150000天，目前剩余 1,251,360 分钟',
    ['term', '150000天', 150_000 * day],
    ['remaining', '1,251,360 分钟', 869 * day],
  ],
  [
    'granted 150,000 d, 100/300 d left',
    ['term', '150,000 d', 150_000 * day],
    ['remaining', '100', 100 * day],
    ['remaining', '300', 300 * day],
  ],
  [
    'After the upgrade the 150,000-day licence shows 869 days.',
    ['term', '150,000-day', 150_000 * day],
    ['remaining', '869 days', 869 * day],
  ],
]

const beside: readonly Row[] = [
  [
    '剩余期限分别是100天、300天和800天',
    ['remaining', '100天', 100 * day],
    ['remaining', '300天', 300 * day],
    ['remaining', '800天', 800 * day],
  ],
  [
    'some have 300 days, others 800 days left',
    ['remaining', '300 days', 300 * day],
    ['remaining', '800 days', 800 * day],
  ],
  [
    '有的300多天，有的800多天',
    ['remaining', '300多天', 300 * day, 'atLeast'],
    ['remaining', '800多天', 800 * day, 'atLeast'],
  ],
  [
    '激活剩余天数为：100、300、800',
    ['remaining', '100', 100 * day],
    ['remaining', '300', 300 * day],
    ['remaining', '800', 800 * day],
  ],
  ['剩余天数：869', ['remaining', '869', 869 * day]],
  ['授权天数：150000', ['term', '150000', 150_000 * day]],
  ['Days left: 869', ['remaining', '869', 869 * day]],
  ['150000天（约410年）的授权', ['term', '150000天（约410年）', 150_000 * day]],
  ['升级前为150000天，升级后为869天', ['term', '150000天', 150_000 * day], ['remaining', '869天', 869 * day]],
  ['期限由150000天变为869天', ['term', '150000天', 150_000 * day], ['remaining', '869天', 869 * day]],
  [
    'the term changed from 150,000 days to 869 days',
    ['term', '150,000 days', 150_000 * day],
    ['remaining', '869 days', 869 * day],
  ],
  [
    'The term was 150,000 days before the upgrade and is 869 days now.',
    ['term', '150,000 days', 150_000 * day],
    ['remaining', '869 days', 869 * day],
  ],
  ['perpetual/150,000-day licence', ['term', '150,000-day', 150_000 * day]],
]

const neither: readonly Row[] = [
  ['30天后再看'],
  ['请在3天内回复'],
  ['弹窗持续30天'],
  ['有30天的宽限期'],
  ['宽限期为30天'],
  ['试用期30天'],
  ['提前90天提醒'],
  ['2021年3月30日过期'],
  ['自2018年7月起采购'],
  ['每30天联网一次'],
  ['3个工作日内答复'],
  ['预计需要两周时间'],
  ['7月30日还剩很多'],
  ['We will answer within 3 days.'],
  ['the 30 days of popups'],
  ['after 30 days it closes'],
  ['30 days grace'],
  ['in the last 14 days'],
  ['It took 2 hours.'],
  ['every 180 days'],
  ['a trial of 30 days'],
  ['第3天出现'],
  ['他今年30岁，工作5年'],
  ['下午3点到5点'],
  ['10 minutes later'],
  ['价格为150,000元'],
  ['保修期3年'],
  ['V2020-L发布于2020年'],
  ['3 days ago'],
  ['大约需要30分钟完成升级'],
]

describe('terms and remaining times', () => {
  test.each(named([...granted, ...left, ...both, ...beside, ...neither]))('$text', ({ row }) =>
    expectRow(row, ['term', 'remaining']),
  )
})
