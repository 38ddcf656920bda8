import type { Facts } from '../device-licence.ts'
import { collectLinuxFacts } from './linux.ts'
import { macosFactsCommand, parseMacosFacts } from './macos.ts'
import { parseWindowsFacts, windowsFactsCommand } from './windows.ts'

export const factsCommandMsMax = 10_000
export const factsCommandBytesMax = 1_048_576

/** This machine's hardware facts. Never throws: what cannot be read is left out. spec: device §5 */
export function collectFacts(platform: NodeJS.Platform = process.platform): Facts {
  if (platform === 'linux') return collectLinuxFacts('/')
  if (platform === 'win32') return parseWindowsFacts(outputOf(windowsFactsCommand))
  if (platform === 'darwin') return parseMacosFacts(outputOf(macosFactsCommand))
  return {}
}

function outputOf(command: readonly [string, ...string[]]): string {
  try {
    // Loaded where it is used alone: it would bring half of Node's network with it.
    const { execFileSync } = process.getBuiltinModule('node:child_process')
    const [file, ...words] = command
    return execFileSync(file, words, {
      encoding: 'utf8',
      timeout: factsCommandMsMax,
      maxBuffer: factsCommandBytesMax,
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    })
  } catch {
    return ''
  }
}
