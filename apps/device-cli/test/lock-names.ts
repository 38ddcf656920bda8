// Loaded before the program: the names of a lock being made, elsewhere of process and chance, are the same in every run, so
// that calls on them can be counted exactly.
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { lockNameBytes, lockPid } from './lock-paths.ts'

// oxlint-disable-next-line no-restricted-properties -- everything but lock names keeps its chance
const original = crypto.randomBytes as (size: number) => Buffer
let made = 0
Object.defineProperty(process, 'pid', { value: lockPid })
Object.assign(crypto, {
  randomBytes: (size: number) => {
    if (size !== lockNameBytes) return original(size)
    const name = Buffer.alloc(lockNameBytes)
    name.writeUInt32BE(++made, lockNameBytes - 4)
    return name
  },
})
syncBuiltinESMExports()
