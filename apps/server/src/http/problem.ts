// The only place where a code becomes a status. Sentences come from the phrases room.
import type { Instant } from '@holdfast/capabilities'
import { formatSupportCode, supportFact, type Refusal, type RefusalCode } from '@holdfast/lease'
import { phrase } from '@holdfast/phrases'

export type Locale = 'en' | 'zh'

/** Support codes name a product; a refusal that concerns none names the platform itself. */
export const platformProduct = 'holdfast'

/** Status of each code. Codes that only a device or a command gives have one too, should they ever pass this door. */
export const statusOfCode: { readonly [code in RefusalCode]: number } = {
  SERIAL_MALFORMED: 400,
  PRODUCT_KEY_MALFORMED: 400,
  SUPPORT_CODE_MALFORMED: 400,
  ENVELOPE_TOO_LARGE: 413,
  ENVELOPE_TRUNCATED: 400,
  ENVELOPE_DAMAGED: 400,
  ENVELOPE_MALFORMED: 400,
  ENVELOPE_OTHER_KIND: 400,
  KEY_UNKNOWN: 400,
  SIGNATURE_WRONG: 403,
  SIGNATURES_TOO_FEW: 403,
  ALGORITHM_UNKNOWN: 400,
  OTHER_VENDOR: 409,
  FORMAT_UNKNOWN: 400,
  ARTEFACT_MALFORMED: 400,
  KEY_OTHER_PRODUCT: 403,
  KEY_OUTSIDE_INTERVAL: 403,
  KEY_REVOKED: 403,
  TRUST_MISSING: 409,
  TRUST_CHAIN_BROKEN: 409,
  TRUST_OLDER: 409,
  TRUST_OTHER_ROOT: 409,
  TRUST_NEEDED: 409,
  LEASE_OTHER_PRODUCT: 409,
  LEASE_OTHER_DEVICE: 409,
  LEASE_OTHER_REQUEST: 409,
  LEASE_GENERATION_OLD: 409,
  LEASE_OVER: 409,
  SERIAL_UNKNOWN: 404,
  SERIAL_OTHER_PRODUCT: 409,
  PRODUCT_KEY_WRONG: 403,
  REQUEST_REUSED: 409,
  DEVICE_BLOCKED: 403,
  LICENCE_WITHDRAWN: 403,
  LICENCE_SUSPENDED: 403,
  TERM_OVER: 403,
  RELEASE_NOT_COVERED: 403,
  SEATS_EXHAUSTED: 409,
  SEAT_MOVED: 409,
  SEAT_RELEASED: 409,
  LEASE_UNKNOWN: 404,
  REQUEST_OVERTAKEN: 409,
  RELEASE_OVERTAKEN: 409,
  GENERATION_SPENT: 409,
  FAILED_PROOFS_LIMIT: 429,
  SERVER_CLOCK_BEHIND: 503,
  SERVER_KEY_OUTSIDE_INTERVAL: 503,
  SERVER_STOPPING: 503,
  SERVER_OVERLOADED: 503,
  BOOKS_UNAVAILABLE: 503,
  INPUT_INVALID: 400,
  BODY_TOO_LARGE: 413,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  MEDIA_TYPE_UNSUPPORTED: 415,
  TOKEN_MISSING: 401,
  TOKEN_WRONG: 401,
  SCOPE_MISSING: 403,
  ALREADY_EXISTS: 409,
  IN_USE: 409,
  INTERNAL: 500,
  VAULT_NOT_OURS: 500,
  VAULT_LOCKED: 500,
  VAULT_READ_ONLY: 500,
  VAULT_FULL: 500,
  VAULT_DAMAGED: 500,
  VAULT_NEWER: 500,
  NOT_LICENSED: 409,
  REQUEST_NOT_PENDING: 409,
  FACTS_MALFORMED: 400,
  SERVER_UNREACHABLE: 502,
  SERVER_CERTIFICATE_DATE: 502,
  SERVER_CERTIFICATE_WRONG: 502,
  SERVER_ANSWER_MALFORMED: 502,
  SERVER_ADDRESS_MALFORMED: 400,
  CLOCK_OUTSIDE_YEARS: 400,
  FILE_UNREADABLE: 400,
  FILE_UNWRITABLE: 500,
  WEBHOOK_ADDRESS_REFUSED: 400,
  WEBHOOKS_EXHAUSTED: 409,
  WATCH_BUSY: 409,
  NOTHING_TO_DO: 409,
  EDIT_OUTDATED: 409,
  CASE_MERGED: 409,
  MOVE_OVERTAKEN: 409,
  CASE_SENDING_OFF: 409,
  OUTGOING_STATE_WRONG: 409,
  INTAKE_STATE_WRONG: 409,
  MESSAGE_ERASED: 410,
  MESSAGE_SEALED: 409,
  PLAN_STATE_WRONG: 409,
  PLAN_OUTDATED: 409,
  PLAN_EMPTY: 409,
  PLAN_TOO_LARGE: 413,
  PLAN_RISK_NOT_ACCEPTED: 409,
  TERM_WOULD_SHORTEN: 409,
  LEASE_SHORTER: 409,
  MODEL_MALFORMED: 400,
  MODEL_UNKNOWN: 404,
  MODEL_SCRIPT_WRONG: 400,
  MODEL_RUN_TOO_LONG: 422,
  TEXT_NOT_RECOGNISED: 422,
  CONTENT_EMPTY: 400,
  CONTENT_BINARY: 400,
  CONTENT_TOO_LARGE: 413,
  ARCHIVE_DAMAGED: 400,
  ARCHIVE_LIMIT: 413,
  ENTRY_REFUSED: 400,
  MAIL_REFUSED: 400,
  MAIL_DRAFT_REFUSED: 400,
  TABLE_REFUSED: 400,
  WORKBOOK_REFUSED: 400,
  WORKBOOK_TOO_LARGE: 413,
  YAML_REFUSED: 400,
  ROW_REFUSED: 400,
  MAPPING_AMBIGUOUS: 400,
  MAPPING_MISSING: 400,
  GRANTED_MISSING: 400,
  FINDING_UNREADABLE: 400,
  PLAN_UNREADABLE: 400,
  FINDING_WITHOUT_FAULT: 409,
  DEVICE_AMBIGUOUS: 409,
  THREAD_UNREADABLE: 422,
  THREAD_TOO_LARGE: 413,
  CASE_STATE_WRONG: 409,
  CASE_FACTS_MISSING: 422,
  CASE_CONTRADICTED: 409,
  CASE_BLOCKED: 409,
  CASE_ENTRY_STATE_WRONG: 409,
  CALENDAR_YEAR_MISSING: 409,
  CASE_TEXT_INCOMPLETE: 422,
  DRAFT_QUOTES_INNER: 409,
  RECIPIENTS_MIXED: 409,
  PERSON_NEEDED: 403,
  MAIL_NOT_CONFIGURED: 409,
}

/** Seconds after which asking again may help, where the refusal itself does not say. */
const retryAfterSeconds: { readonly [code in RefusalCode]?: number } = {
  SERVER_STOPPING: 5,
  BOOKS_UNAVAILABLE: 10,
  SERVER_CLOCK_BEHIND: 60,
}

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: RefusalCode
  readonly facts: Refusal['facts']
  readonly userAction: string
  readonly adminAction: string
  readonly supportCode: string
}

/** RFC 9457. `product` is that of the request, where one could be read. */
export function formatProblem(
  refusal: Refusal,
  about: { readonly locale: Locale; readonly now: Instant; readonly product?: string },
): { problem: Problem; retryAfterSeconds: number | null } {
  const { code, facts } = refusal
  const { title, userAction, adminAction } = phrase(code, facts, about.locale)
  const product = about.product ?? platformProduct
  const supportCode = formatSupportCode({ code, product, now: about.now, fact: supportFact(refusal) })
  const type = `urn:holdfast:refusal:${code.toLowerCase().replaceAll('_', '-')}`
  const status = statusOfCode[code]
  const problem = { type, title, status, code, facts, userAction, adminAction, supportCode }
  return { problem, retryAfterSeconds: retryAfterOf(refusal) }
}

function retryAfterOf({ code, facts }: Refusal): number | null {
  const own = facts['retryAfterSeconds']
  return typeof own === 'number' ? own : (retryAfterSeconds[code] ?? null)
}

/** The first language of Accept-Language that we speak, by its weights; English where it names none. RFC 9110 §12.5.4 */
export function chooseLocale(acceptLanguage: string | undefined): Locale {
  if (acceptLanguage === undefined) return 'en'
  let chosen: Locale = 'en'
  let highest = 0
  for (const part of acceptLanguage.slice(0, 400).split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const weightText = parameters
      .find((parameter) => parameter.trim().startsWith('q='))
      ?.trim()
      .slice(2)
    const weight = weightText === undefined ? 1 : Number(weightText)
    const locale = /^zh(?:-|$)/.test(range) ? 'zh' : /^en(?:-|$)/.test(range) || range === '*' ? 'en' : null
    if (locale === null || !(weight > highest)) continue
    chosen = locale
    highest = weight
  }
  return chosen
}
