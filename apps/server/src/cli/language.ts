import type { Locale } from '../http/problem.ts'

/** `en`, `zh`, and what begins with them; null for any other. */
export function parseLocale(text: string): Locale | null {
  if (/^zh(?:[-_.@]|$)/i.test(text)) return 'zh'
  return /^en(?:[-_.@]|$)/i.test(text) ? 'en' : null
}

/** Needed before the command line is read, since help has a language too. */
export function chooseTerminalLocale(argv: readonly string[], environmentLanguage: string): Locale {
  for (const [index, word] of argv.entries()) {
    if (word === '--') break
    const value = word === '--lang' ? argv[index + 1] : word.startsWith('--lang=') ? word.slice(7) : undefined
    if (value !== undefined) return parseLocale(value) ?? 'en'
  }
  return parseLocale(environmentLanguage) ?? 'en'
}
