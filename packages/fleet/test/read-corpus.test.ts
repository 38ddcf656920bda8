import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fold } from '../src/read/lines.ts'
import { readText } from '../src/read/read-text.ts'
import { expectations, samples, type Sample } from './corpus.ts'

describe('every capture of vectors/capture', () => {
  test.each(samples.map((sample) => [sample.file, sample] as const))('%s', (_file, sample) => {
    const read = readText(sample.text)
    expect(read.kind).toBe('read')
    if (read.kind !== 'read') return
    expect(read.readings.map(({ reading }) => reading)).toStrictEqual(sample.readings)
  })

  test('has expectations, and every expectation its file', () => {
    const files = readdirSync(new URL('../../../vectors/capture/', import.meta.url))
    expect(files.filter((file) => file.endsWith('.txt')).toSorted()).toEqual(
      Object.keys(expectations.samples).toSorted(),
    )
    expect(samples.length).toBeGreaterThanOrEqual(69)
  })
})

describe('places', () => {
  const placed = samples.flatMap((sample) => {
    const read = readText(sample.text)
    return read.kind === 'read' ? read.readings.map((reading) => ({ sample, ...reading })) : []
  })

  test('lie in the text, on the line that they name', () => {
    for (const { sample, places } of placed)
      for (const { from, to, line, path } of places) {
        expect(from, `${sample.file} ${path}`).toBeLessThanOrEqual(to)
        expect(to).toBeLessThanOrEqual(sample.text.length)
        expect(lineAt(sample, from), `${sample.file} ${path}`).toBe(line)
      }
  })

  test('hold what the reading says, for every text and number that is given as printed', () => {
    let compared = 0
    for (const { sample, reading, places } of placed)
      for (const { from, to, path } of places) {
        const value = valueAt(reading, path)
        if (typeof value !== 'string' && typeof value !== 'number') continue
        if (
          /Time|Expiry|expiry|evaluationEnd|Kind|error\.kind|Type$|type$|status$|source|priority/.test(path)
        )
          continue
        const text = bare(sample.text.slice(from, to))
        expect(text, `${sample.file} ${path}`).toContain(bare(String(value)))
        compared += 1
      }
    expect(compared).toBeGreaterThan(1_000)
  })

  test('are there for every fact of a complete capture', () => {
    const found = placed.find(({ sample }) => sample.file === '01-en-win10-kms-client-dlv-banner-crlf.txt')
    const paths = found?.places.map(({ path }) => path.replace('products[0].', '')).toSorted()
    expect(paths).toEqual(
      [
        'serviceVersion, name, description, channel, activationId, applicationId, extendedPid, productKeyChannel',
        'installationId, partialKey, inUse, licenseStatus, expiryKind, remainingMinutes, remainingDaysPrinted',
        'rearm.windows, rearm.sku, trustedTime, configuredActivationType, kms.cmid, kms.host, kms.port, kms.source',
        'kms.ip, kms.extendedPid, kms.activationIntervalMinutes, kms.renewalIntervalMinutes, kms.hostCaching',
      ]
        .flatMap((list) => list.split(', '))
        .toSorted(),
    )
  })
})

function lineAt({ text }: Sample, position: number): number {
  return text.slice(0, position).split(/\r*\n|\r+(?!\n)/).length
}

/** Folded, and without what wrapping, quoting and people put between digits and words. */
function bare(text: string): string {
  return fold(text)
    .replaceAll(/[\s>:,.'*-]/g, '')
    .toLowerCase()
}

function valueAt(reading: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
      reading,
    )
}
