import { formatDetail, type MailServer } from './mail-server.ts'
import type { MailboxTrouble, TroubleKind } from './mailbox-settings.ts'
import { Late } from './within-ms.ts'

/** A failure of a mailbox whose kind is known where it happens. */
export class MailboxError extends Error {
  readonly kind: TroubleKind
  constructor(kind: TroubleKind, message: string) {
    super(message)
    this.kind = kind
  }
}

// Codes of Node and imapflow, first match wins. Certificate failures carry OpenSSL's own names.
const kindOfCode: readonly { readonly pattern: RegExp; readonly kind: TroubleKind }[] = [
  { pattern: /^(?:ERR_TLS|ERR_SSL|EPROTO)|CERT|SIGNATURE|^UNABLE_TO|^UPGRADE_TIMEOUT$/, kind: 'tls-refused' },
  {
    pattern: /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CONNECT_TIMEOUT)$/,
    kind: 'unreachable',
  },
  { pattern: /^(?:ETIMEOUT|ETIMEDOUT|GREETING_TIMEOUT|LockTimeout)$/, kind: 'server-silent' },
  {
    pattern: /^(?:NoConnection|EConnectionClosed|ECONNRESET|EPIPE|StateLogout|ClosedAfter\w+)$/,
    kind: 'connection-lost',
  },
]

/** What imapflow hangs on its errors, as far as it is used. */
type ImapError = Error & {
  readonly code?: unknown
  readonly authenticationFailed?: unknown
  readonly tlsFailed?: unknown
  readonly serverResponseCode?: unknown
  readonly responseText?: unknown
}

// RFC 5530: the server cannot check passwords now, and says nothing about this one.
const passingLoginCodes: readonly unknown[] = ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG']

export function troubleOf(error: unknown, server: MailServer): MailboxTrouble {
  const found = error as ImapError
  const said = typeof found.responseText === 'string' ? `: ${found.responseText}` : ''
  return { kind: kindOf(found), detail: formatDetail(`${found.message}${said}`, server) }
}

function kindOf(error: ImapError): TroubleKind {
  if (error instanceof MailboxError) return error.kind
  if (error instanceof Late) return 'server-silent'
  if (error.authenticationFailed === true)
    return passingLoginCodes.includes(error.serverResponseCode) ? 'unreachable' : 'password-refused'
  if (error.tlsFailed === true) return 'tls-refused'
  const code = typeof error.code === 'string' ? error.code : ''
  return kindOfCode.find(({ pattern }) => pattern.test(code))?.kind ?? 'answer-wrong'
}
