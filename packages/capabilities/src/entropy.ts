/** Chance, lent from outside. */
export interface Entropy {
  /** `length` random bytes, each call new. */
  bytes(length: number): Uint8Array
}
