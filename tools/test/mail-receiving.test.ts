// 5,000 mails of a desk's day through a real server process: none lost, none doubled, each where the rules put it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@holdfast/capabilities/system'
import { expect, test } from 'vitest'
import { receiveLoad } from '../load/receive-load.ts'

const mebibytesMax = 700

test('5,000 mails of mixed kinds: none lost, none doubled, threaded by rule, in bounded memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-mails-'))
  try {
    const report = await receiveLoad({ folder, count: 5_000, seed: 'mails', clock: systemClock })
    expect(report.broken).toEqual([])
    expect(report.messages + report.known + report.unplaced).toBe(5_000)
    expect(report.known).toBeGreaterThan(300)
    expect(report.cases).toBeGreaterThan(1_000)
    expect(report.memoryMaxMebibytes).toBeLessThan(mebibytesMax)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 600_000)
