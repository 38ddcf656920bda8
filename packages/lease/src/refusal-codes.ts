/**
 * Every code with which any part of the product refuses, and its number in support codes (docs/spec/lease-format.md §10).
 * A code is never renamed and a number never used again. docs/errors.md says what each means; a test compares.
 */
export const refusalNumbers = {
  // What was typed
  SERIAL_MALFORMED: 1,
  PRODUCT_KEY_MALFORMED: 2,
  SUPPORT_CODE_MALFORMED: 3,
  // Envelopes and signatures
  ENVELOPE_TOO_LARGE: 10,
  ENVELOPE_TRUNCATED: 11,
  ENVELOPE_DAMAGED: 12,
  ENVELOPE_MALFORMED: 13,
  ENVELOPE_OTHER_KIND: 14,
  KEY_UNKNOWN: 20,
  SIGNATURE_WRONG: 21,
  SIGNATURES_TOO_FEW: 22,
  FORMAT_UNKNOWN: 23,
  ARTEFACT_MALFORMED: 24,
  KEY_OTHER_PRODUCT: 25,
  KEY_OUTSIDE_INTERVAL: 26,
  KEY_REVOKED: 27,
  ALGORITHM_UNKNOWN: 28,
  OTHER_VENDOR: 29,
  TRUST_MISSING: 30,
  TRUST_CHAIN_BROKEN: 31,
  TRUST_OLDER: 32,
  TRUST_OTHER_ROOT: 33,
  TRUST_NEEDED: 34,
  // Leases
  LEASE_OTHER_PRODUCT: 40,
  LEASE_OTHER_DEVICE: 41,
  LEASE_OTHER_REQUEST: 42,
  LEASE_GENERATION_OLD: 43,
  LEASE_OVER: 44,
  // The vendor's books
  SERIAL_UNKNOWN: 60,
  SERIAL_OTHER_PRODUCT: 61,
  PRODUCT_KEY_WRONG: 62,
  REQUEST_REUSED: 63,
  DEVICE_BLOCKED: 64,
  LICENCE_WITHDRAWN: 65,
  LICENCE_SUSPENDED: 66,
  TERM_OVER: 67,
  RELEASE_NOT_COVERED: 68,
  SEATS_EXHAUSTED: 69,
  SEAT_MOVED: 70,
  SEAT_RELEASED: 71,
  LEASE_UNKNOWN: 72,
  REQUEST_OVERTAKEN: 73,
  RELEASE_OVERTAKEN: 74,
  GENERATION_SPENT: 75,
  // The server
  FAILED_PROOFS_LIMIT: 80,
  SERVER_CLOCK_BEHIND: 81,
  SERVER_KEY_OUTSIDE_INTERVAL: 82,
  SERVER_STOPPING: 83,
  SERVER_OVERLOADED: 84,
  INPUT_INVALID: 90,
  BODY_TOO_LARGE: 91,
  NOT_FOUND: 92,
  METHOD_NOT_ALLOWED: 93,
  MEDIA_TYPE_UNSUPPORTED: 94,
  TOKEN_MISSING: 95,
  TOKEN_WRONG: 96,
  SCOPE_MISSING: 97,
  ALREADY_EXISTS: 98,
  IN_USE: 99,
  INTERNAL: 100,
  // The device
  VAULT_NOT_OURS: 120,
  VAULT_LOCKED: 121,
  VAULT_READ_ONLY: 122,
  VAULT_FULL: 123,
  VAULT_DAMAGED: 124,
  VAULT_NEWER: 125,
  NOT_LICENSED: 126,
  REQUEST_NOT_PENDING: 127,
  FACTS_MALFORMED: 128,
  SERVER_UNREACHABLE: 129,
  SERVER_CERTIFICATE_DATE: 130,
  SERVER_CERTIFICATE_WRONG: 131,
  SERVER_ANSWER_MALFORMED: 132,
  SERVER_ADDRESS_MALFORMED: 133,
  CLOCK_OUTSIDE_YEARS: 134,
  FILE_UNREADABLE: 135,
  FILE_UNWRITABLE: 136,
  NOTHING_TO_DO: 137,
  // Repair
  PLAN_STATE_WRONG: 200,
  PLAN_OUTDATED: 201,
  PLAN_EMPTY: 202,
  PLAN_TOO_LARGE: 203,
  PLAN_RISK_NOT_ACCEPTED: 204,
  TERM_WOULD_SHORTEN: 205,
  LEASE_SHORTER: 206,
  // The fleet's books
  WEBHOOK_ADDRESS_REFUSED: 190,
  WEBHOOKS_EXHAUSTED: 191,
  WATCH_BUSY: 192,
  // Modelled devices
  MODEL_MALFORMED: 185,
  MODEL_UNKNOWN: 186,
  MODEL_SCRIPT_WRONG: 187,
  MODEL_RUN_TOO_LONG: 188,
  // Text that administrators have
  TEXT_NOT_RECOGNISED: 150,
  // What is taken in
  CONTENT_EMPTY: 155,
  CONTENT_BINARY: 156,
  CONTENT_TOO_LARGE: 157,
  ARCHIVE_DAMAGED: 158,
  ARCHIVE_LIMIT: 159,
  ENTRY_REFUSED: 160,
  MAIL_REFUSED: 161,
  TABLE_REFUSED: 162,
  WORKBOOK_REFUSED: 163,
  WORKBOOK_TOO_LARGE: 164,
  YAML_REFUSED: 165,
  ROW_REFUSED: 166,
  // Forecasts
  MAPPING_AMBIGUOUS: 175,
  MAPPING_MISSING: 176,
  GRANTED_MISSING: 177,
  FINDING_UNREADABLE: 178,
  PLAN_UNREADABLE: 179,
  FINDING_WITHOUT_FAULT: 180,
  DEVICE_AMBIGUOUS: 181,
  // The books of the desk
  EDIT_OUTDATED: 260,
  CASE_MERGED: 261,
  MOVE_OVERTAKEN: 262,
  CASE_SENDING_OFF: 263,
  OUTGOING_STATE_WRONG: 264,
} as const

export type RefusalCode = keyof typeof refusalNumbers

/** Facts of a refusal: short values without secrets, shown to people and put into problem documents. */
export type RefusalFacts = {
  readonly [name: string]: string | number | boolean | null | readonly (string | number)[]
}

/** An expected answer that is no: a stable code and the facts that led to it. Accidents throw instead. */
export type Refusal<Code extends RefusalCode = RefusalCode> = {
  readonly kind: 'refused'
  readonly code: Code
  readonly facts: RefusalFacts
}

export function refuse<Code extends RefusalCode>(code: Code, facts: RefusalFacts = {}): Refusal<Code> {
  return { kind: 'refused', code, facts }
}
