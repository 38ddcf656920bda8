import type { RefusalCode } from '@holdfast/lease'
import type { Locale } from './locale.ts'

/**
 * What people are told about a refusal. `title` says what is the case and is the same at each occurrence (RFC 9457 §3.1.4);
 * `userAction` tells the person in front of the device what to do, `adminAction` the administrator.
 */
export type Phrase = { readonly title: string; readonly userAction: string; readonly adminAction: string }

/** Templates (see fill-template.ts) for some codes, both languages side by side so that a translation cannot be forgotten. */
export type PhraseTable = { readonly [code in RefusalCode]?: { readonly [locale in Locale]: Phrase } }
