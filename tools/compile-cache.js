// Plain JavaScript for old Nodes, as the launcher that uses it.
import { lstatSync, mkdirSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { isAbsolute, join } from 'node:path'

/**
 * Keeps compiled code in a folder that only this user can write: code from a place such as /tmp, where another user may
 * have put it beforehand, is never run. Where there is no such folder, everything is compiled again and nothing fails.
 * A folder named by NODE_COMPILE_CACHE is the administrator's choice and stays, and so is NODE_DISABLE_COMPILE_CACHE.
 */
export function keepCompiled(program) {
  if (process.env.NODE_COMPILE_CACHE || process.env.NODE_DISABLE_COMPILE_CACHE) return
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
  const base = cacheFolder(user)
  if (base === null) return null
  let folder = base
  try {
    // One level at a time: where a file system makes no folders at all, making several at once may never end.
    for (const path of [base, join(base, program), join(base, program, 'compiled')])
      makeFolder((folder = path))
    const found = lstatSync(folder)
    const ours = user === undefined || (found.uid === user && (found.mode & 0o022) === 0)
    return found.isDirectory() && ours ? folder : null
  } catch {
    return null
  }
}

function cacheFolder(user) {
  const { HOME: home = '', XDG_CACHE_HOME: cache = '', LOCALAPPDATA: windows = '' } = process.env
  if (user === 0) return '/var/cache'
  if (isAbsolute(cache)) return cache
  if (process.platform === 'win32') return windows === '' ? null : windows
  return isAbsolute(home) ? join(home, '.cache') : null
}

function makeFolder(path) {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
}
