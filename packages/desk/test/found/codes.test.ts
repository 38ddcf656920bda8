// Names of releases, numbers of trackers, serial numbers, telephone numbers, addresses, links. spec: case-import §5
import { describe, expect, test } from 'vitest'
import { findItems } from '../../src/found/find-items.ts'
import { expectRow, named, threadOf, type Row } from './found-rows.ts'

const tracked = '4711'
const another = '4712'
const first = '1'
const year = '2019'

const releases: readonly Row[] = [
  ['V0-G', ['release', 'V0-G']],
  ['产品为V0-G版本', ['release', 'V0-G']],
  ['从V0-G升级到V0H', ['release', 'V0-G'], ['release', 'V0H', 'V0-H']],
  ['from V0-G to V0-H', ['release', 'V0-G'], ['release', 'V0-H']],
  ['V0-G→V0-H', ['release', 'V0-G'], ['release', 'V0-H']],
  ['V0-G->V0-H->V2020-L', ['release', 'V0-G'], ['release', 'V0-H'], ['release', 'V2020-L']],
  ['V0-G/V0-H', ['release', 'V0-G'], ['release', 'V0-H']],
  ['V0-G-V0-H', ['release', 'V0-G'], ['release', 'V0-H']],
  ['v0-g与v0-h', ['release', 'v0-g', 'V0-G'], ['release', 'v0-h', 'V0-H']],
  ['V0-H 和 v0.h 是同一个', ['release', 'V0-H'], ['release', 'v0.h', 'V0-H']],
  ['Ｖ０－Ｇ版', ['release', 'Ｖ０－Ｇ', 'V0-G']],
  ['V2020-L 即 2020 LTSC', ['release', 'V2020-L'], ['release', '2020 LTSC', 'V2020-L']],
  ['版本号：10.0.17763', ['release', '10.0.17763']],
  ['version 3.2.1 is affected', ['release', '3.2.1']],
  ['Please use v2.3.', ['release', 'v2.3', 'V2.3']],
  ['升级到V5版本', ['release', 'V5']],
  ['V0H', ['release', 'V0H']],
  ['The release V10-SP1', ['release', 'V10-SP1']],
  ['(V0-H)', ['release', 'V0-H']],
  ['V0 - G 与 V0-G', ['release', 'V0 - G', 'V0-G'], ['release', 'V0-G']],
  ['版本1809', ['release', '1809']],
  ['请看V0-H升级说明.docx'],
  ['2020 LTSC'],
  ['方案V2初稿'],
  ['V1 of the draft'],
  ['V0-G.iso'],
  ['setup_V0H.exe'],
  ['零件号V0-G123'],
  ['型号HV0-G'],
  ['https://portal.example/V0-G/'],
  ['192.168.10.4'],
  ['V领'],
  ['TV-5'],
  ['5V-A'],
  ['第3.2节'],
  ['V0-G_patch.zip'],
  ['share/V0-G/setup.exe'],
  ['SN: V0-GAB-12345'],
  ['价格3.20'],
]

const issues: readonly Row[] = [
  [`#${tracked}`, ['issue', `#${tracked}`, tracked]],
  [`Bug #${tracked}`, ['issue', `#${tracked}`, tracked]],
  [`issue ${tracked}`, ['issue', tracked]],
  [`问题单号：${tracked}`, ['issue', tracked]],
  [`缺陷 #${tracked} 已提交`, ['issue', `#${tracked}`, tracked]],
  [`详见缺陷${tracked}`, ['issue', tracked]],
  [`Redmine #${tracked}`, ['issue', `#${tracked}`, tracked]],
  [`Redmine问题 ＃${tracked}`, ['issue', `＃${tracked}`, tracked]],
  ['RM-1234', ['issue', 'RM-1234']],
  ['见RM-1234。', ['issue', 'RM-1234']],
  [`BUG编号: ${tracked}`, ['issue', tracked]],
  [`已提单：#${tracked}, #${another}`, ['issue', `#${tracked}`, tracked], ['issue', `#${another}`, another]],
  [`defect no. ${tracked}`, ['issue', tracked]],
  [`Redmine上的${tracked}号问题`, ['issue', tracked]],
  [`研发单号#${tracked}`, ['issue', `#${tracked}`, tracked]],
  ['color:#333333'],
  ['背景色#4711'],
  [`#${first} priority`],
  ['#ff0000'],
  ['#4711ab'],
  ['订单号：#4711'],
  [`order #${tracked}`],
  ['UTF-16'],
  ['SHA-256'],
  ['CAS-03604-S0V3Q4'],
  ['案例号: CAS-03604-S0V3Q4'],
  [`issue ${first} of the list`],
  ['问题3：如何恢复'],
  [`bug ${year}年修复`],
  ['PO-12345'],
  ['https://tracker.example/issues#4711'],
  ['010#4711#'],
  [`Room #${tracked}`],
]

const serials: readonly Row[] = [
  ['序列号：ABCD-1234-EF56', ['serial', 'ABCD-1234-EF56']],
  ['SN: H3K9P-22ABC-7Q8RS', ['serial', 'H3K9P-22ABC-7Q8RS']],
  ['S/N H3K9P-22ABC-7Q8RS', ['serial', 'H3K9P-22ABC-7Q8RS']],
  ['Serial number: h3k9p-22abc-7q8rs', ['serial', 'h3k9p-22abc-7q8rs']],
  ['SN为 H3K9P - 22ABC - 7Q8RS', ['serial', 'H3K9P - 22ABC - 7Q8RS', 'H3K9P-22ABC-7Q8RS']],
  ['序列号 HF20210317001', ['serial', 'HF20210317001']],
  ['SN：A1B2C-D3E4F、G5H6J-K7L8M', ['serial', 'A1B2C-D3E4F'], ['serial', 'G5H6J-K7L8M']],
  ['A1B2C-D3E4F-G5H6J-K7L8M-N9P0Q', ['serial', 'A1B2C-D3E4F-G5H6J-K7L8M-N9P0Q']],
  ['序列号：A1B2C-D3E4F-G5H6J-K7L8M-N9P0Q', ['serial', 'A1B2C-D3E4F-G5H6J-K7L8M-N9P0Q']],
  ['serial no. 4C7F-99-00X1', ['serial', '4C7F-99-00X1']],
  ['序列号：A1B2C D3E4F G5H6J', ['serial', 'A1B2C D3E4F G5H6J', 'A1B2CD3E4FG5H6J']],
  [
    '以下SN无法激活：\nA1B2C-D3E4F-G5H6J\nB1B2C-D3E4F-G5H6J',
    ['serial', 'A1B2C-D3E4F-G5H6J'],
    ['serial', 'B1B2C-D3E4F-G5H6J'],
  ],
  ['SN列表见附件：\n2021-03-05'],
  ['产品密钥：A1B2C-D3E4F-G5H6J-K7L8M-N9P0Q'],
  ['PK: A1B2C-D3E4F-G5H6J-K7L8M-N9P0Q'],
  ['product key A1B2C-D3E4F-G5H6J-K7L8M-N9P0Q'],
  ['slmgr /ipk A1B2C-D3E4F-G5H6J-K7L8M-N9P0Q'],
  ['另一个SN是否有用'],
  ['请提供序列号'],
  ['SN列表见附件'],
  ['the serial number activation'],
  ['serial numbers are printed'],
  ['SN和PK'],
  ['CAS-03604-S0V3Q4'],
]

const phones: readonly Row[] = [
  ['电话：010-5555 0142', ['phone', '010-5555 0142', '01055550142']],
  ['+86 10 5555 0142', ['phone', '+86 10 5555 0142', '+861055550142']],
  ['手机 139 0000 0000', ['phone', '139 0000 0000', '13900000000']],
  ['13900000000', ['phone', '13900000000']],
  ['Tel.: +86-10-5555-0142 ext. 12', ['phone', '+86-10-5555-0142', '+861055550142']],
  ['电话：010-55550142转8001', ['phone', '010-55550142', '01055550142']],
  ['（010）5555-0142', ['phone', '（010）5555-0142', '01055550142']],
  ['服务热线：400-555-0100', ['phone', '400-555-0100', '4005550100']],
  ['Phone: (202) 555-0142', ['phone', '(202) 555-0142', '2025550142']],
  ['call 202-555-0142', ['phone', '202-555-0142', '2025550142']],
  ['M: +44 20 7946 0018', ['phone', '+44 20 7946 0018', '+442079460018']],
  ['电话：０１０－５５５５０１４２', ['phone', '０１０－５５５５０１４２', '01055550142']],
  ['0512-5550 1234', ['phone', '0512-5550 1234', '051255501234']],
  [
    'Mobile 139-0000-0001 / Tel 010-55550142',
    ['phone', '139-0000-0001', '13900000001'],
    ['phone', '010-55550142', '01055550142'],
  ],
  ['联系电话 5555 0142', ['phone', '5555 0142', '55550142']],
  ['2021-03-05 10:20'],
  ['192.168.100.200'],
  ['订单号 202103051234'],
  ['SN: 01055550142'],
  ['10.0.17763.1'],
  ['1251360 分钟'],
  ['电话沟通了30分钟'],
  ['案例号 0123-456789-00'],
  ['20210305'],
  ['电话中说2021-03-05完成'],
]

const addresses: readonly Row[] = [
  ['lin@vendor.example', ['address', 'lin@vendor.example']],
  ['请发至Support@Vendor.example。', ['address', 'Support@Vendor.example', 'support@vendor.example']],
  ['王工 [mailto:wang@customer.example]', ['address', 'wang@customer.example']],
  ['wang@customer.example[mailto:wang@customer.example]', ['address', 'wang@customer.example']],
  ['wang@customer.example<mailto:Wang@customer.example>', ['address', 'wang@customer.example']],
  [
    'wang@customer.example <mailto:other@customer.example>',
    ['address', 'wang@customer.example'],
    ['address', 'other@customer.example'],
  ],
  [
    'a.b+c@mail.vendor.test, d@vendor.test',
    ['address', 'a.b+c@mail.vendor.test'],
    ['address', 'd@vendor.test'],
  ],
  ['[cid:image001.png@01D6A2B3.C4D5E6F0]'],
  ['image001.png@01D6A2B3.png'],
  ['@李工 请看'],
  ['user@localhost'],
  ['ssh://git@host.example/x', ['url', 'ssh://git@host.example/x']],
  [
    '见 https://portal.vendor.example/sn?list=1&x=2。',
    ['url', 'https://portal.vendor.example/sn?list=1&x=2'],
  ],
  ['http://portal.vendor.example，登录后查看', ['url', 'http://portal.vendor.example']],
  ['(see https://docs.vendor.example/a_(b))', ['url', 'https://docs.vendor.example/a_(b)']],
  ['<https://docs.vendor.example/x>', ['url', 'https://docs.vendor.example/x']],
  ['www.vendor.example', ['url', 'www.vendor.example']],
  ['Visit www.vendor.example/help.', ['url', 'www.vendor.example/help']],
  ['ftp://files.vendor.example/up', ['url', 'ftp://files.vendor.example/up']],
  ['C:\\temp\\www'],
  ['http://'],
  ['wwwvendor.example'],
]

describe('codes', () => {
  test.each(named(releases))('$text', ({ row }) => expectRow(row, ['release']))
  test.each(named(issues))('$text', ({ row }) => expectRow(row, ['issue']))
  test.each(named(serials))('$text', ({ row }) => expectRow(row, ['serial', 'phone']))
  test.each(named(phones))('$text', ({ row }) => expectRow(row, ['phone']))
  test.each(named(addresses))('$text', ({ row }) => expectRow(row, ['address', 'url']))
})

describe('the spelling of releases over a thread', () => {
  const spellings = (...texts: string[]): unknown[] =>
    findItems(threadOf(...texts))
      .filter(({ kind }) => kind === 'release')
      .map(({ value }) => value)

  test('is the one that the thread mostly uses', () => {
    expect(spellings('V0-G 升级到 V0-H', 'V0H 也有', 'V0-H')).toEqual(['V0-G', 'V0-H', 'V0-H', 'V0-H'])
    expect(spellings('V0G 升级到 V0H', 'V0-H 也有', 'V0H')).toEqual(['V0G', 'V0H', 'V0H', 'V0H'])
  })

  test('carries over to messages before the one that supports it', () => {
    expect(spellings('2020 LTSC 才修复', '即 V2020-L')).toEqual(['V2020-L', 'V2020-L'])
  })
})

test('no item of any kind holds a product key, whatever its words ask or say', () => {
  const key = 'A1B2C-D3E4F-G5H6J-K7L8M-N9P0Q'
  const texts = [
    `请问产品密钥 ${key} 是否有效？`,
    `过期后输入密钥${key}无法激活。`,
    `请运行 slmgr.vbs /ipk ${key} 并反馈`,
    `We will send the product key ${key} again tomorrow.`,
    `license key: ${key.replaceAll('-', ' ')}`,
  ]
  const found = findItems(threadOf(...texts))
  expect(found.length).toBeGreaterThan(3)
  for (const { text, value } of found) expect(`${text} ${value}`).not.toMatch(/K7L8M|G5H6J/)
})
