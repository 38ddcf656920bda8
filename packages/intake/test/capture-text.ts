/** A small capture; `minutes` tells one from another. */
export function captureText(minutes = 253_127): string {
  return [
    'Software licensing service version: 10.0.19041.3996',
    '',
    'Name: Windows(R), Enterprise edition',
    'Description: Windows(R) Operating System, VOLUME_KMSCLIENT channel',
    'Activation ID: 12e74f7b-fab3-4728-a78b-eb7e0787c0de',
    'Partial Product Key: Q7KXD',
    'License Status: Licensed',
    `Volume activation expiration: ${minutes} minute(s) (${Math.ceil(minutes / 1440)} day(s))`,
    'Trusted time: 8/14/2023 9:26:41 AM',
    '',
  ].join('\r\n')
}

export function chineseCaptureText(): string {
  return [
    '软件授权服务版本: 10.0.17134.407',
    '',
    '名称: Windows(R), EnterpriseG edition',
    '描述: Windows(R) Operating System, VOLUME_KMSCLIENT channel',
    '激活 ID: 7e4681c4-994e-481e-b7d7-25b3a1049c13',
    '部分产品密钥: BT9KW',
    '许可证状态: 已授权',
    '批量激活过期: 1152316 分钟(801 天)',
    '信任时间: 2018/11/27 9:40:03',
    '',
  ].join('\r\n')
}
