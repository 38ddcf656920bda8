// What is known about who really sent a mail. spec: mail-doors §6

/** Words of RFC 8601; `not-checked`: nobody could look. */
export const authenticationWords = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
  'not-checked',
] as const
export type AuthenticationWord = (typeof authenticationWords)[number]

export type SpfResult = { readonly result: AuthenticationWord; readonly domain: string | null }
export type DkimResult = {
  readonly result: AuthenticationWord
  readonly domain: string | null
  readonly selector: string | null
}
export type DmarcResult = {
  readonly result: AuthenticationWord
  /** Of the From header. */
  readonly domain: string | null
  /** What the domain asks for where the result is `fail`: none, quarantine or reject. */
  readonly policy: string | null
}

export type AuthenticationResults = {
  readonly spf: SpfResult
  readonly dkim: readonly DkimResult[]
  readonly dmarc: DmarcResult
}

/** `upstream`: what the trusted server in front wrote into the mail; null: none is trusted, or it wrote nothing. */
export type MailAuthentication = AuthenticationResults & { readonly upstream: AuthenticationResults | null }

export function wordOf(text: string | undefined): AuthenticationWord {
  const lower = text?.toLowerCase()
  return authenticationWords.find((word) => word === lower) ?? 'none'
}

export const nothingChecked: AuthenticationResults = {
  spf: { result: 'not-checked', domain: null },
  dkim: [],
  dmarc: { result: 'not-checked', domain: null, policy: null },
}
