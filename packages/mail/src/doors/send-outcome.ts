// What became of one attempt to send one mail. spec: mail-doors §4

/** How far the talk with the server had come. `answer`: the whole mail was handed over, its answer not read yet. */
export type SendPhase =
  'connect' | 'greeting' | 'hello' | 'tls' | 'login' | 'sender' | 'recipients' | 'data' | 'body' | 'answer'

export type RefusedRecipient = {
  readonly address: string
  readonly permanent: boolean
  readonly code: number | null
  readonly reply: string
}

export type SendOutcome =
  /** The server answered for it. `refused`: recipients that it did not take; the others it did. */
  | { readonly kind: 'sent'; readonly reply: string; readonly refused: readonly RefusedRecipient[] }
  /**
   * Nobody got it: to be tried again later unless `permanent`. `code`: of SMTP; null where the connection broke or
   * never came about.
   */
  | {
      readonly kind: 'refused'
      readonly permanent: boolean
      readonly code: number | null
      readonly reply: string
      readonly phase: SendPhase
    }
  /** The whole mail was handed over and the answer never came: taken or not, only the receiver knows. */
  | { readonly kind: 'doubt'; readonly because: string; readonly refused: readonly RefusedRecipient[] }
