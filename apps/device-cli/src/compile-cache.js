// Plain JavaScript for old Nodes, as the launcher that runs after it.
import { lstatSync, mkdirSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { join } from 'node:path'

/**
 * Keeps compiled code in a folder that only this user can write: code from a place such as /tmp, where another user may
 * have put it beforehand, is never run. Where there is no such folder, everything is compiled again and nothing fails.
 * A folder named by NODE_COMPILE_CACHE is the administrator's choice and stays.
 */
export function keepCompiled(program) {
  if (process.env.NODE_COMPILE_CACHE) return
  const folder = ownFolder(program)
  if (folder === null) {
    process.env.NODE_DISABLE_COMPILE_CACHE = '1'
    return
  }
  // For the newer Node that an older one starts; this process has read the variable already.
  process.env.NODE_COMPILE_CACHE = folder
  nodeModule.enableCompileCache?.(folder)
}

function ownFolder(program) {
  const user = process.geteuid?.()
  const home = process.env.HOME ?? ''
  const base =
    user === 0
      ? '/var/cache'
      : (process.env.XDG_CACHE_HOME ?? '').startsWith('/')
        ? process.env.XDG_CACHE_HOME
        : process.platform === 'win32'
          ? (process.env.LOCALAPPDATA ?? '')
          : home === ''
            ? ''
            : join(home, '.cache')
  if (base === '') return null
  const folder = join(base, program, 'compiled')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const found = lstatSync(folder)
    const ours = user === undefined || (found.uid === user && (found.mode & 0o022) === 0)
    return found.isDirectory() && ours ? folder : null
  } catch {
    return null
  }
}
