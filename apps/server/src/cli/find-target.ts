import { readFileSync } from 'node:fs'
import { refuse, type Refusal } from '@holdfast/lease'
import { hostDefault, portDefault } from '../config/server-config.ts'
import type { Environment } from '../config/environment.ts'
import { readAddress, readAdminToken } from '../data-folder.ts'
import type { ApiTarget } from './api-client.ts'

/**
 * Address and token: from options, else the environment, else the data folder of this machine. A token from the data
 * folder goes only to the server of that folder, never to an address that was given.
 */
export function findTarget(
  options: { readonly server?: string; readonly tokenFile?: string; readonly dataFolder: string },
  environment: Environment,
): ApiTarget | Refusal<'SERVER_ADDRESS_MALFORMED' | 'FILE_UNREADABLE'> {
  const given = options.server ?? environment.values.HOLDFAST_SERVER
  if (given !== undefined && !isAddress(given))
    return refuse('SERVER_ADDRESS_MALFORMED', { address: given.slice(0, 200) })
  const local = readAddress(options.dataFolder) ?? `http://${hostDefault}:${portDefault}`
  const address = given ?? local
  if (options.tokenFile !== undefined) {
    const token = readText(options.tokenFile)
    return token === null ? refuse('FILE_UNREADABLE', { file: options.tokenFile }) : { address, token }
  }
  const fromEnvironment = environment.values.HOLDFAST_TOKEN ?? environment.values.HOLDFAST_ADMIN_TOKEN
  if (fromEnvironment !== undefined) return { address, token: fromEnvironment }
  const same = given === undefined || given.replace(/\/$/, '') === local
  return { address, token: same ? readAdminToken(options.dataFolder) : null }
}

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.search === ''
  )
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}
