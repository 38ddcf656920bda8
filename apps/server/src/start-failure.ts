/** Why a server does not start, although its settings read well. Words for people stand in cli/start-words.ts. */
export type StartFailureReason =
  | 'folder-in-use'
  | 'books-in-use'
  | 'books-newer'
  | 'books-unreachable'
  | 'books-damaged'
  | 'folder-unwritable'
  | 'address-in-use'
  | 'address-not-ours'
  | 'key-file-missing'
  | 'key-file-wrong'
  | 'key-damaged'
  | 'trust-damaged'
  | 'desk-secret-missing'
  | 'desk-secret-damaged'
  | 'desk-key-file-missing'
  | 'desk-key-file-wrong'

/** An accident of the start that a person can repair; `facts` hold no secret. */
export class StartFailure extends Error {
  readonly reason: StartFailureReason
  readonly facts: { readonly [name: string]: string | number }

  constructor(reason: StartFailureReason, facts: { readonly [name: string]: string | number } = {}) {
    super(`${reason} ${JSON.stringify(facts)}`)
    this.name = 'StartFailure'
    this.reason = reason
    this.facts = facts
  }
}
