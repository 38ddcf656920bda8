// What a secret of the product looks like, wherever it turns up: product keys, access tokens, private keys.
import { parseProductKey } from '@holdfast/lease'

export type SecretKind = 'product-key' | 'token' | 'private-key'

const shapes: readonly { readonly kind: SecretKind; readonly pattern: RegExp }[] = [
  // Five groups; whether their check symbols are right is asked of the parser, so that other codes of this form pass.
  { kind: 'product-key', pattern: /[0-9A-Za-z]{5}(?:-[0-9A-Za-z]{5}){4}/g },
  { kind: 'token', pattern: /hft_[A-Za-z0-9_-]{43}/g },
  // PEM, and the fixed head of an Ed25519 private key (RFC 8410) in hexadecimal and base64.
  {
    kind: 'private-key',
    pattern: /PRIVATE KEY-----|302e020100300506032b657004220420|MC4CAQAwBQYDK2VwBCIEI/gi,
  },
]

/** The kinds of secrets that `text` holds, each once. */
export function findSecrets(text: string): SecretKind[] {
  return shapes
    .filter(({ kind, pattern }) => text.match(pattern)?.some((found) => isSecret(kind, found)) === true)
    .map(({ kind }) => kind)
}

function isSecret(kind: SecretKind, found: string): boolean {
  return kind !== 'product-key' || parseProductKey(found).kind !== 'refused'
}
