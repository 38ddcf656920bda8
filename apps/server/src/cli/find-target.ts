import { refuse, type Refusal } from '@holdfast/lease'
import { hostDefault, portDefault } from '../config/server-defaults.ts'
import type { Environment } from '../config/environment.ts'
import { readAddress, readAdminToken } from '../data-folder.ts'
import type { ApiTarget } from './api-client.ts'
import { readTextFile } from './read-text-file.ts'

/**
 * Address and token: from options, else the environment, else the data folder of this machine. A token from the data
 * folder goes only to the server of that folder, never to an address that was given.
 */
export function findTarget(
  options: { readonly server?: string; readonly tokenFile?: string; readonly dataFolder: string },
  environment: Environment,
): ApiTarget | Refusal<'SERVER_ADDRESS_MALFORMED' | 'FILE_UNREADABLE' | 'TOKEN_WRONG'> {
  const given = options.server ?? environment.values.HOLDFAST_SERVER
  if (given !== undefined && !isAddress(given))
    return refuse('SERVER_ADDRESS_MALFORMED', { ...shownAddress(given), expected: 'https://HOST:PORT' })
  const local = readAddress(options.dataFolder) ?? `http://${hostDefault}:${portDefault}`
  const address = given ?? local
  if (options.tokenFile !== undefined) {
    const read = readTextFile(options.tokenFile, { strict: false })
    if (read.kind === 'refused') return read
    const token = read.text.trim()
    if (!isToken(token)) return refuse('TOKEN_WRONG', { file: options.tokenFile })
    return { address, token }
  }
  const fromEnvironment = environment.values.HOLDFAST_TOKEN ?? environment.values.HOLDFAST_ADMIN_TOKEN
  if (fromEnvironment !== undefined)
    return isToken(fromEnvironment)
      ? { address, token: fromEnvironment }
      : refuse('TOKEN_WRONG', { unusable: true })
  const same = given === undefined || given.replace(/\/$/, '') === local
  return { address, token: same ? readAdminToken(options.dataFolder) : null }
}

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    [url.username, url.password, url.search, url.hash].every((part) => part === '')
  )
}

// What may hold a password or a token is not shown again.
function shownAddress(text: string): { readonly address?: string } {
  return /[@?#]/.test(text) ? {} : { address: text.slice(0, 200) }
}

function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text)
}
