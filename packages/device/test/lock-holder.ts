// A process that takes the lock of the folder it is given, says so, and keeps it until it is told to free it or is killed.
import { systemClock, systemEntropy } from '@holdfast/capabilities/system'
import { takeLock } from '../src/vault-lock.ts'

const [dir = '', what = 'hold'] = process.argv.slice(2)
const lock = await takeLock(dir, { clock: systemClock, entropy: systemEntropy })
if (lock.kind === 'refused') throw new Error(lock.code)
console.log(`held ${lock.number}`)
if (what === 'hold') {
  process.stdin.once('data', () => {
    lock.free()
    console.log('freed')
    process.exit(0)
  })
} else {
  // Counts under the lock, so that two at once would be seen: read, wait for the disk, write.
  lock.free()
  const { readFileSync, writeFileSync } = await import('node:fs')
  for (let round = 0; round < Number(what); round++) {
    const held = await takeLock(dir, { clock: systemClock, entropy: systemEntropy })
    if (held.kind === 'refused') throw new Error(held.code)
    const count = Number(readFileSync(`${dir}/count`, 'utf8'))
    writeFileSync(`${dir}/other`, 'x'.repeat(10_000))
    writeFileSync(`${dir}/count`, String(count + 1))
    held.free()
  }
}
