// What a table may say of a device, and how people name it. Spec: docs/spec/forecast.md

export const forecastFields = [
  'device',
  'serial',
  'order',
  'customer',
  'ordered',
  'activated',
  'upgraded',
  'captured',
  'remainingMinutes',
  'remainingDays',
  'ends',
  'granted',
  'quantity',
  'reminderDays',
  'release',
] as const
export type ForecastField = (typeof forecastFields)[number]

/** Names of columns as `plainName` leaves them. */
export const fieldNames: { readonly [field in ForecastField]: readonly string[] } = {
  device: [
    ...['device', 'devicename', 'deviceid', 'host', 'hostname', 'computer', 'computername', 'machine'],
    ...['machinename', 'pc', 'pcname', 'fqdn', 'fullyqualifieddomainname', 'workstation', 'assettag', 'node'],
    ...[
      '计算机名',
      '计算机',
      '计算机名称',
      '主机名',
      '主机',
      '主机名称',
      '设备',
      '设备名',
      '设备名称',
      '设备编号',
    ],
    ...['设备标识', '机器名', '机器名称', '机器', '终端', '终端名称', '电脑名', '电脑名称', '资产编号'],
  ],
  serial: ['serial', 'serialnumber', 'serialno', 'sn', '序列号', '产品序列号', '序列号sn'],
  order: ['order', 'ordernumber', 'orderno', 'orderid', '订单', '订单号', '订单编号', '合同号', '合同编号'],
  customer: [
    ...[
      'customer',
      'customername',
      'company',
      'organisation',
      'organization',
      'department',
      'holder',
      'account',
    ],
    ...['客户', '客户名称', '单位', '单位名称', '使用单位', '用户单位', '客户单位', '公司', '部门', '组织'],
  ],
  ordered: [
    ...[
      'orderdate',
      'ordered',
      'orderedat',
      'orderedon',
      'ordertime',
      'dateofsale',
      'purchasedate',
      'purchased',
    ],
    ...['purchasedat', 'purchasedon', 'dateordered', 'dateoforder', 'boughton', 'saledate'],
    ...[
      '下单日期',
      '下单时间',
      '订购日期',
      '订购时间',
      '订单日期',
      '订单时间',
      '购买日期',
      '购买时间',
      '采购日期',
    ],
  ],
  activated: [
    ...['activationdate', 'activated', 'activatedat', 'activatedon', 'activationtime', 'activation'],
    ...['activationinstant', 'activationmoment', 'dateactivated', 'dateofactivation'],
    ...['激活日期', '激活时间', '激活', '激活时刻', '启用日期', '启用时间'],
  ],
  upgraded: [
    ...['upgradedate', 'upgraded', 'upgradedat', 'upgradedon', 'upgradetime', 'dateofupgrade'],
    ...['升级日期', '升级时间', '升级'],
  ],
  captured: [
    ...['captured', 'capturedat', 'capturedon', 'capturetime', 'capturedate', 'collected', 'collectedat'],
    ...['observedat', 'reportedat', 'scantime', 'scandate', 'licensestatuslastupdated'],
    ...['采集时间', '采集日期', '采集', '检测时间', '检测日期', '查询时间', '查询日期', '上报时间'],
  ],
  remainingMinutes: [
    ...['remainingminutes', 'minutesremaining', 'minutesleft', 'leftminutes', 'remainingtimeminutes'],
    ...['graceperiodremaining', 'remainingmin', '剩余分钟', '剩余分钟数', '剩余时间分钟', '剩余时间分'],
  ],
  remainingDays: [
    ...['remainingdays', 'daysremaining', 'daysleft', 'leftdays', 'remainingtimedays'],
    ...['剩余天数', '剩余天', '剩余日数', '剩余时间天', '剩余有效天数'],
  ],
  ends: [
    ...[
      'end',
      'ends',
      'endsat',
      'enddate',
      'expiry',
      'expires',
      'expiresat',
      'expireson',
      'expirydate',
      'expiration',
    ],
    ...['expirationdate', 'validuntil', 'graceexpirationdate', 'dateofexpiry'],
    ...['到期', '到期日', '到期日期', '到期时间', '过期时间', '过期日期', '有效期至', '截止日期', '失效日期'],
  ],
  granted: [
    ...[
      'granted',
      'granteddays',
      'grantedterm',
      'term',
      'termdays',
      'termindays',
      'licenceterm',
      'licenseterm',
    ],
    ...['validity', 'validitydays', 'daysgranted'],
    ...['授权天数', '授权期限', '授权期', '授权有效期', '有效天数', '有效期', '有效期天', '授权天数天'],
  ],
  quantity: [
    'quantity',
    'qty',
    'copies',
    'count',
    'seats',
    '数量',
    '份数',
    '套数',
    '台数',
    '订购数量',
    '授权数量',
  ],
  reminderDays: ['reminderdays', 'remindbeforedays', '提醒天数', '提前提醒天数'],
  release: ['release', 'releasename', 'version', '发行版', '版本', '版本号', '系统版本'],
}

/** Names that say too little: each may mean any of these. */
export const vagueNames: readonly {
  readonly names: readonly string[]
  readonly fields: readonly ForecastField[]
}[] = [
  {
    names: [
      'date',
      'day',
      'time',
      'datetime',
      'when',
      'start',
      'startdate',
      '日期',
      '时间',
      '开始日期',
      '开始时间',
    ],
    fields: ['activated', 'ordered', 'captured'],
  },
  {
    names: ['remaining', 'remainingtime', 'left', '剩余', '剩余时间', '剩余有效期'],
    fields: ['remainingMinutes', 'remainingDays'],
  },
  { names: ['name', '名称', 'id', '编号'], fields: ['device', 'order'] },
]

/** A name without case, blanks and punctuation, full-width forms folded: what is compared. */
export function plainName(text: string): string {
  return text
    .slice(0, columnCharsMax)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
}

/** Of a longer column name only so much is looked at. */
export const columnCharsMax = 200
