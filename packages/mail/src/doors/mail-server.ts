// A mail server of the customer, as a client of it is told.

/**
 * How the connection is protected. `tls`: from the first byte. `starttls`: upgraded before anything is said, and refused
 * where the server does not offer it. `none`: in the clear, the password too. Certificates are always checked.
 */
export type MailSecurity = 'tls' | 'starttls' | 'none'

export type MailServer = {
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  /** PEM of the authorities that are trusted in place of the system's; null: the system's. */
  readonly trustedCertificates: string | null
  /** Passed by value and held in memory only; it stands in no state, reply, error or log. null: no login. */
  readonly login: { readonly user: string; readonly password: string } | null
}

export type TlsChecks = { rejectUnauthorized: true; minVersion: 'TLSv1.2'; ca?: string }

export function tlsChecksOf(server: MailServer): TlsChecks {
  const ca = server.trustedCertificates
  return { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) }
}

/** Characters of a server's words that are kept. */
export const detailCharactersMax = 200

// Passwords shorter than this stand in ordinary words by chance; blanking them would garble every reply.
const blankedCharactersMin = 4

// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f]+/g

/** A server's words on one short line, without the password that it may have echoed. */
export function formatDetail(text: string, server: MailServer): string {
  const password = server.login?.password ?? ''
  const echoes =
    password.length < blankedCharactersMin ? [] : [password, Buffer.from(password).toString('base64')]
  const blanked = echoes.reduce((rest, echo) => rest.replaceAll(echo, '…'), text.slice(0, 4000))
  return blanked.replace(controls, ' ').trim().slice(0, detailCharactersMax)
}
