/** Licence text of an invented volume client. `time` is its local clock; `minutes` are left. */
export function licenceText(wanted: {
  readonly number: number
  readonly minutes?: number
  readonly time?: string
}): string {
  const { number, minutes = 29_161, time = '2026-02-20 08:55:41' } = wanted
  const cmid = `2532cc6d-c10c-4dd8-90be-${String(number).padStart(12, '0')}`
  return [
    'Software licensing service version: 10.0.17763.1577',
    '',
    'Name: Windows(R), EnterpriseG edition',
    'Description: Windows(R) Operating System, VOLUME_KMSCLIENT channel',
    'Activation ID: 7e4681c4-994e-481e-b7d7-25b3a1049c13',
    'Application ID: 55c92734-d682-4d71-983e-d6ec3f16059f',
    'Extended PID: 05426-02423-175-559944-03-2052-15063.0000-2622018',
    'Product Key Channel: Volume:GVLK',
    'Partial Product Key: BT9KW',
    'License Status: Licensed',
    `Volume activation expiration: ${minutes} minute(s) (${Math.ceil(minutes / 1440)} day(s))`,
    'Remaining Windows rearm count: 1001',
    'Remaining SKU rearm count: 1001',
    `Trusted time: ${time}`,
    'Configured Activation Type: All',
    '',
    'Most recent activation information:',
    'Key Management Service client information',
    `    Client Machine ID (CMID): ${cmid}`,
    '    Registered KMS machine name: act.gov-edition.example.test:1688',
    '    Activation interval: 120 minutes',
    '    Renewal interval: 10080 minutes',
    '    KMS host caching is enabled',
    '',
  ].join('\r\n')
}

export function fileOf(name: string, text: string, encoding: BufferEncoding = 'utf8') {
  const mark = encoding === 'utf16le' ? '\ufeff' : ''
  return { name, contentBase64: Buffer.from(mark + text, encoding).toString('base64') }
}
