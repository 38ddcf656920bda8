/** English and simplified Chinese. */
export const locales = ['en', 'zh'] as const
export type Locale = (typeof locales)[number]
