/** A text for people, in both languages. */
export type Words = { readonly en: string; readonly zh: string }
