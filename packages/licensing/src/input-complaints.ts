import { isTitle, refuse, type Refusal } from '@holdfast/lease'
import { complaintsMax } from './limits.ts'

/** What is wrong with an input, by path (`lines/0/releases/1/from`): all of it is said at once. */
export class InputComplaints {
  readonly #complaints: string[] = []

  add(path: string, problem: string): void {
    if (this.#complaints.length < complaintsMax) this.#complaints.push(`${path}: ${problem}`)
  }

  /** A whole number within bounds, both included. */
  checkInteger(path: string, value: number, min: number, max: number): void {
    if (!Number.isSafeInteger(value) || value < min || value > max)
      this.add(path, `must be a whole number from ${min} to ${max}`)
  }

  /** What a lease will carry, by the rule that signs it. spec: lease-format §1 */
  checkTitle(path: string, text: string): void {
    if (!isTitle(text))
      this.add(path, 'must be 1 to 200 UTF-16 units, without control characters and unpaired surrogates')
  }

  /** INPUT_INVALID, or `null` where there is nothing to say. */
  refusal(): Refusal<'INPUT_INVALID'> | null {
    return this.#complaints.length === 0 ? null : refuse('INPUT_INVALID', { complaints: this.#complaints })
  }
}
