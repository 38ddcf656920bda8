// The only file that reads the process environment. Everything else is handed what it says.

/** Variables that the server and its commands know; any other HOLDFAST_ variable is an error, so that a typing error is found. */
const known = [
  'HOLDFAST_DATA',
  'HOLDFAST_PORT',
  'HOLDFAST_HOST',
  'HOLDFAST_URL',
  'HOLDFAST_TRUST_PROXY',
  'HOLDFAST_ADMIN_TOKEN',
  'HOLDFAST_KEY_FILE',
  'HOLDFAST_VENDOR',
  'HOLDFAST_LOG_LEVEL',
  'HOLDFAST_WATCH_AT',
  'HOLDFAST_WATCH_REMIND_WITHIN_DAYS',
  'HOLDFAST_WATCH_SILENT_AFTER_DAYS',
  'HOLDFAST_WATCH_WAVE_DEVICES',
  'HOLDFAST_WEBHOOK_TARGETS',
  'HOLDFAST_CALENDAR',
  'HOLDFAST_FIRST_RESPONSE_HOURS',
  'HOLDFAST_RESOLUTION_HOURS',
  'HOLDFAST_MAIL_FILE',
  'HOLDFAST_TOKEN',
  'HOLDFAST_SERVER',
] as const

// Read by the device's side and by the test runner, which may share an environment with the server.
const foreign = /^HOLDFAST_(?:DEVICE|TEST)_/

export type EnvironmentName = (typeof known)[number] | 'DATABASE_URL'

export type Environment = {
  readonly values: { readonly [name in EnvironmentName]?: string }
  /** HOLDFAST_ variables that nobody reads. */
  readonly unknown: readonly string[]
  /** Language of the terminal, as LC_ALL, LC_MESSAGES or LANG says it; empty where nothing does. */
  readonly language: string
}

/** An empty variable counts as absent, as shells and container files leave them. */
export function readEnvironment(
  source: { readonly [name: string]: string | undefined } = process.env,
): Environment {
  const values: { [name in EnvironmentName]?: string } = {}
  for (const name of [...known, 'DATABASE_URL'] as const) {
    const value = source[name]
    if (value !== undefined && value !== '') values[name] = value
  }
  const unknown = Object.keys(source).filter(
    (name) =>
      name.startsWith('HOLDFAST_') && !foreign.test(name) && !(known as readonly string[]).includes(name),
  )
  const language = source['LC_ALL'] || source['LC_MESSAGES'] || source['LANG'] || ''
  return { values, unknown, language }
}
