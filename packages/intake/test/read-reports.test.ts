// Our own diagnostic reports, as people send them: armoured in a text or a mail, as JSON, and damaged.
import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import { formatArmour, formatEnvelope, formatLease, formatReport, signEnvelope } from '@holdfast/lease'
import {
  sampleKey,
  sampleKeys,
  sampleLease,
  sampleReport,
  sampleSerial,
  signAsDevice,
} from '@holdfast/lease/testing'
import { formatFileRead } from '../src/format-file-read.ts'
import { readFile } from '../src/read-file.ts'
import { bytesOf, utf16Of } from './collect-rows.ts'
import { zipOf } from './zip-of.ts'

const lease = sampleLease()
const held = signEnvelope('lease', formatLease(lease), [{ key: sampleKeys.issuing }])
const report = signAsDevice('report', formatReport(sampleReport({ held })), {})
const armoured = formatArmour('report', report)

describe('reports', () => {
  test.each([
    ['armoured', bytesOf(armoured)],
    ['armoured, in UTF-16', utf16Of(`\ufeff${armoured}`)],
    ['within a text, quoted as mails do', bytesOf(`please see\n\n${armoured.replace(/^/gm, '> ')}\nregards`)],
    ['as JSON', formatEnvelope(report)],
  ])('%s', async (_, bytes) => {
    const file = await readFile({ bytes })
    expect(file).toMatchObject({
      kind: 'read',
      found: [
        {
          value: {
            kind: 'report',
            signature: 'valid',
            device: sampleKeys.device.thumbprint,
            held: { lease: lease.id, serial: sampleSerial, holder: lease.holder, graceDays: lease.graceDays },
          },
        },
      ],
    })
  })

  test.each([
    ['never', { kind: 'perpetual' }, null, null],
    [
      'its term',
      { kind: 'until', until: instant('2027-01-01T00:00:00Z') },
      '2027-01-01T00:00:00Z',
      'term-over',
    ],
  ] as const)('the lease in it is shown with its end: %s', async (_, term, until, because) => {
    const lent = sampleLease({ term, renewal: { kind: 'none' } })
    const envelope = signEnvelope('lease', formatLease(lent), [{ key: sampleKeys.issuing }])
    const signed = signAsDevice('report', formatReport(sampleReport({ held: envelope })), {})
    const file = await readFile({ bytes: formatEnvelope(signed) })
    if (file.kind === 'refused') throw new Error(file.code)
    expect(formatFileRead(file, { places: false })).toMatchObject({ held: { until, because } })
  })

  test('several in an archive, one of them altered', async () => {
    const altered = {
      ...report,
      payload: Buffer.from(formatReport(sampleReport({ held: null }))).toString('base64'),
    }
    const file = await readFile({
      bytes: zipOf([
        { name: 'good.txt', content: armoured },
        { name: 'altered.json', content: formatEnvelope(altered) },
        { name: 'cut.txt', content: armoured.slice(0, 400) },
      ]),
    })
    expect(file).toMatchObject({
      found: [{ inside: 'good.txt' }],
      complaints: [
        { inside: 'altered.json', refusal: { code: 'SIGNATURE_WRONG' } },
        { inside: 'cut.txt', refusal: { code: 'ENVELOPE_TRUNCATED' } },
      ],
    })
  })

  test('a report that another key signed is refused', async () => {
    const foreign = signAsDevice('report', formatReport(sampleReport()), { device: sampleKey('another') })
    expect(await readFile({ bytes: formatEnvelope(foreign) })).toMatchObject({ code: 'SIGNATURE_WRONG' })
  })

  test('another artefact is no report', async () => {
    expect(await readFile({ bytes: bytesOf(formatArmour('lease', held)) })).toMatchObject({
      code: 'ENVELOPE_OTHER_KIND',
      facts: { expected: 'report', found: 'lease' },
    })
  })
})
