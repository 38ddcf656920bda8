// Whom a thread of a case speaks to, and what must not pass from one to the other. spec: case §10

/** `unknown`: nobody has said yet; such a message is treated as an inner one. */
export const caseAudiences = ['customer', 'internal', 'rnd', 'upstream', 'unknown'] as const
export type CaseAudience = (typeof caseAudiences)[number]

/** For each audience, those whose messages a draft to it must neither quote nor name. */
export const innerTo: { readonly [audience in CaseAudience]: readonly CaseAudience[] } = {
  customer: ['internal', 'rnd', 'upstream', 'unknown'],
  // What the customer wrote is why the maker is asked; people in it are a matter of redaction, not of the wall.
  upstream: ['internal', 'rnd', 'unknown'],
  internal: [],
  rnd: [],
  unknown: ['internal', 'rnd', 'upstream', 'customer', 'unknown'],
}

/** For each audience, those whose messages it has seen: what stood there is no secret to it. */
export function isKnownTo(audience: CaseAudience, message: CaseAudience): boolean {
  return audience === message && audience !== 'unknown'
}
