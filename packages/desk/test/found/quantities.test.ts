// Devices, copies, users, machines. spec: case-import §5
import { describe, test } from 'vitest'
import { expectRow, type Row } from './found-rows.ts'

const some: readonly Row[] = [
  ['共140套', ['quantity', '140套', 140]],
  ['客户于2018年7月起购买了140套正版授权', ['quantity', '140套', 140]],
  ['一百余台', ['quantity', '一百余台', 100, 'atLeast']],
  ['目前已有100多台设备出现', ['quantity', '100多台', 100, 'atLeast']],
  ['预计1万多用户受影响', ['quantity', '1万多用户', 10_000, 'atLeast']],
  ['超过10,000台', ['quantity', '10,000台', 10_000, 'atLeast']],
  ['约 40 台', ['quantity', '40 台', 40, 'about']],
  ['大概三十几台', ['quantity', '三十几台', 30, 'about', 'atLeast']],
  ['１２０台终端', ['quantity', '１２０台', 120]],
  ['有50个客户端', ['quantity', '50个客户端', 50]],
  ['200个终端', ['quantity', '200个终端', 200]],
  ['140份许可', ['quantity', '140份许可', 140]],
  ['300名用户', ['quantity', '300名用户', 300]],
  ['近万台设备', ['quantity', '万台', 10_000, 'about']],
  ['上百台机器', ['quantity', '百台', 100, 'atLeast']],
  ['一万台以上', ['quantity', '一万台', 10_000, 'atLeast']],
  ['10000+台', ['quantity', '10000+台', 10_000, 'atLeast']],
  ['大约1.2万台', ['quantity', '1.2万台', 12_000, 'about']],
  ['100台左右', ['quantity', '100台', 100, 'about']],
  ['至少25台电脑', ['quantity', '25台', 25, 'atLeast']],
  ['两台设备已经过期', ['quantity', '两台', 2]],
  ['十几台服务器', ['quantity', '十几台', 10, 'about', 'atLeast']],
  ['500个授权', ['quantity', '500个授权', 500]],
  ['100台、40台', ['quantity', '100台', 100], ['quantity', '40台', 40]],
  ['10-20台', ['quantity', '10', 10, 'about'], ['quantity', '20', 20, 'about']],
  ['over 100 devices', ['quantity', '100 devices', 100, 'atLeast']],
  ['10k users', ['quantity', '10k users', 10_000]],
  ['some 40 machines', ['quantity', '40 machines', 40, 'about']],
  ['140 copies', ['quantity', '140 copies', 140]],
  ['140 licences were bought', ['quantity', '140 licences', 140]],
  ['It holds 25 seats.', ['quantity', '25 seats', 25]],
  ['more than 10,000 end users are expected', ['quantity', '10,000 end users', 10_000, 'atLeast']],
  ['100+ devices', ['quantity', '100+ devices', 100, 'atLeast']],
  ['about 120 affected machines', ['quantity', '120 affected machines', 120, 'about']],
  ['two machines have expired', ['quantity', 'two machines', 2]],
  ['over a hundred devices', ['quantity', 'a hundred devices', 100, 'atLeast']],
  ['approximately 1,200 PCs', ['quantity', '1,200 PCs', 1_200, 'about']],
  ['100 devices or more', ['quantity', '100 devices', 100, 'atLeast']],
  ['roughly 60 workstations', ['quantity', '60 workstations', 60, 'about']],
  ['at least 12 hosts', ['quantity', '12 hosts', 12, 'atLeast']],
  ['100 or 140 copies', ['quantity', '100', 100], ['quantity', '140', 140]],
]

const none: readonly Row[] = [
  ['其中一台设备'], ['第3台设备'], ['这台机器'], ['2018年7月'], ['共5页'], ['价格100元'], ['V2.0版本'], ['两套方案'], ['一份说明'], ['三份报告'],
  ['5个问题'], ['请提供3张截图'], ['完成了50%'], ['剩余100天'], ['3个步骤'], ['几台设备'], ['数百台'], ['一台电脑'],
  ['one device'], ['Windows 10 devices'], ['100 pages'], ['3 options'], ['5 questions about devices'], ['version 2.0 clients'], ['2 of the questions'], ['in 2020 users complained'],
  ['step 3 users must log in'],
]

describe('quantities', () => {
  test.each([...some, ...none])('%s', (...row) => expectRow(row, ['quantity']))
})
