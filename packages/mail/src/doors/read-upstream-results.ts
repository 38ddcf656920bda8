import { nothingChecked, wordOf, type AuthenticationResults, type DkimResult } from './mail-authentication.ts'
import { listHeaders } from './mail-headers.ts'

/** Statements of one header; servers write a handful. */
export const upstreamStatementsMax = 50

type Statement = {
  readonly method: string
  readonly result: string
  readonly properties: ReadonlyMap<string, string>
}

/**
 * The topmost Authentication-Results header of the server with `trustedId`; null where there is none. Anybody can write
 * such a header: it counts only because that server takes out the ones that came with the mail (RFC 8601 §5), which
 * whoever configures the id vouches for.
 */
export function readUpstreamResults(raw: Uint8Array, trustedId: string): AuthenticationResults | null {
  for (const { name, value } of listHeaders(raw)) {
    if (name !== 'authentication-results') continue
    const [head = '', ...rest] = splitStatements(value)
    if (head.split(' ')[0]?.toLowerCase() !== trustedId.toLowerCase()) continue
    return resultsOf(rest.slice(0, upstreamStatementsMax).flatMap(parseStatement))
  }
  return null
}

function resultsOf(statements: readonly Statement[]): AuthenticationResults {
  const of = (method: string) => statements.filter((statement) => statement.method === method)
  const [spf] = of('spf')
  const [dmarc] = of('dmarc')
  const dkim = of('dkim').map(({ result, properties }): DkimResult => ({
    result: wordOf(result),
    domain: domainOf(properties.get('header.d') ?? properties.get('header.i')),
    selector: properties.get('header.s') ?? null,
  }))
  return {
    spf:
      spf === undefined
        ? nothingChecked.spf
        : {
            result: wordOf(spf.result),
            domain: domainOf(spf.properties.get('smtp.mailfrom') ?? spf.properties.get('smtp.helo')),
          },
    dkim,
    dmarc:
      dmarc === undefined
        ? nothingChecked.dmarc
        : {
            result: wordOf(dmarc.result),
            domain: domainOf(dmarc.properties.get('header.from')),
            policy: dmarc.properties.get('policy.dmarc') ?? null,
          },
  }
}

/** `dkim=pass header.d=a.example header.s=k1`, without comments. */
function parseStatement(text: string): Statement[] {
  const [first = '', ...rest] = text.split(' ').filter((word) => word !== '')
  const [method, result] = pairOf(first)
  if (result === null) return []
  const properties = new Map<string, string>()
  for (const word of rest) {
    const [name, value] = pairOf(word)
    if (value !== null && !properties.has(name.toLowerCase())) properties.set(name.toLowerCase(), value)
  }
  // `dkim/1`: a version behind the method.
  return [{ method: method.split('/')[0]?.toLowerCase() ?? '', result, properties }]
}

function pairOf(word: string): [string, string | null] {
  const at = word.indexOf('=')
  return at < 0 ? [word, null] : [word.slice(0, at), word.slice(at + 1)]
}

function domainOf(address: string | undefined): string | null {
  if (address === undefined) return null
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return domain === '' ? null : domain
}

/**
 * Parts between semicolons, comments left out and quotation marks taken off, blanks made single and taken away around `=`.
 * One pass: comments may be nested as deep as anybody likes.
 */
function splitStatements(value: string): string[] {
  const parts: string[] = []
  let part: string[] = []
  let depth = 0
  let quoted = false
  for (let at = 0; at < value.length; at++) {
    const sign = value.charAt(at)
    if (sign === '\\' && (quoted || depth > 0)) {
      at++
      if (depth === 0) part.push(value.charAt(at))
    } else if (depth === 0 && sign === '"') quoted = !quoted
    else if (quoted) part.push(sign === ' ' ? '_' : sign)
    else if (sign === '(') depth++
    else if (depth > 0) depth -= sign === ')' ? 1 : 0
    else if (sign === ';') {
      parts.push(part.join(''))
      part = []
    } else part.push(sign)
  }
  parts.push(part.join(''))
  return parts.map((text) =>
    text
      .split(/\s/)
      .filter((word) => word !== '')
      .join(' ')
      .replaceAll(/ ?= ?/g, '='),
  )
}
