// Small readers that turn unknown JSON into typed values and note the path of everything that is wrong.
export const wrong = Symbol('wrong')
export type Wrong = typeof wrong

/** Paths of what is wrong, and of words that only a newer reader may know; empty texts where they are not `named`. */
export type Faults = { readonly bad: string[]; readonly newer: string[]; readonly named: boolean }

/** Reads `value`; where it is wrong or newer, adds its path to `faults` and returns `wrong`. */
export type Reader<T> = (value: unknown, path: string, faults: Faults) => T | Wrong
export type Optional<T> = { readonly optional: Reader<T> }
export type Shape = { readonly [name: string]: Reader<unknown> | Optional<unknown> }

type RequiredNames<S extends Shape> = {
  [Name in keyof S]: S[Name] extends Reader<unknown> ? Name : never
}[keyof S]
type OptionalNames<S extends Shape> = Exclude<keyof S, RequiredNames<S>>
/** What an object of this shape reads as. */
export type ObjectOf<S extends Shape> = {
  readonly [Name in RequiredNames<S>]: S[Name] extends Reader<infer T> ? T : never
} & {
  readonly [Name in OptionalNames<S>]?: S[Name] extends Optional<infer T> ? T : never
}

/** A value that one function can judge alone. */
export function scalar<T>(parse: (value: unknown) => T | null): Reader<T> {
  return (value, path, faults) => {
    const parsed = parse(value)
    if (parsed !== null) return parsed
    faults.bad.push(path)
    return wrong
  }
}

/** A member that may be absent; `null` is not absence. */
export function optional<T>(reader: Reader<T>): Optional<T> {
  return { optional: reader }
}

export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return (value, path, faults) => (value === null ? null : reader(value, path, faults))
}

/** The members of `shape`; every other member is ignored. Only own members count, whatever their name. */
export function object<const S extends Shape>(shape: S): Reader<ObjectOf<S>> {
  const members = Object.entries(shape).map(([name, reader]) =>
    'optional' in reader
      ? { name, isOptional: true, readMember: reader.optional }
      : { name, isOptional: false, readMember: reader },
  )
  return (value, path, faults) => {
    if (!isJsonObject(value)) {
      faults.bad.push(path)
      return wrong
    }
    const before = countOf(faults)
    const read: { [name: string]: unknown } = {}
    for (const { name, isOptional, readMember } of members) {
      // What is written is read before it is text: an undefined member will not be there.
      const member = Object.hasOwn(value, name) ? value[name] : undefined
      if (member === undefined && isOptional) continue
      const at = faults.named ? join(path, name) : ''
      read[name] = readMember(member, at, faults)
    }
    return countOf(faults) === before ? (read as ObjectOf<S>) : wrong
  }
}

/** An array of `min` to `max` elements; its length is judged before any element is read. */
export function list<T>(reader: Reader<T>, { min, max }: { min: number; max: number }): Reader<readonly T[]> {
  return (value, path, faults) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) {
      faults.bad.push(path)
      return wrong
    }
    const before = countOf(faults)
    const read = (value as unknown[]).map((element, index) =>
      reader(element, faults.named ? `${path}[${index}]` : '', faults),
    )
    return countOf(faults) === before ? (read as T[]) : wrong
  }
}

/** Reads the object by the shape that its member `kind` names. */
export function byKind<S extends { readonly [kind: string]: Reader<unknown> }>(
  shapes: S,
): Reader<{ [Kind in keyof S]: S[Kind] extends Reader<infer T> ? T : never }[keyof S]> {
  return (value, path, faults) => {
    const kind = isJsonObject(value) ? ownMember(value, 'kind') : undefined
    const reader = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined
    if (reader === undefined) {
      const list = typeof kind === 'string' ? faults.newer : faults.bad
      list.push(isJsonObject(value) ? join(path, 'kind') : path)
      return wrong
    }
    return reader(value, path, faults) as never
  }
}

/** One of these words; another word is newer than this reader. spec: lease-format §2 */
export function word<const Word extends string>(...words: readonly Word[]): Reader<Word> {
  return (value, path, faults) => {
    const known = words.find((candidate) => candidate === value)
    if (known !== undefined) return known
    const list = typeof value === 'string' ? faults.newer : faults.bad
    list.push(path)
    return wrong
  }
}

/** As `object`, where a member that is not known changes the meaning of the others: it is newer than this reader. */
export function closedObject<const S extends Shape>(shape: S): Reader<ObjectOf<S>> {
  const readMembers = object(shape)
  return (value, path, faults) => {
    const isNewer = isJsonObject(value) && !Object.keys(value).every((name) => Object.hasOwn(shape, name))
    if (isNewer) faults.newer.push(path)
    const read = readMembers(value, path, faults)
    return isNewer ? wrong : read
  }
}

/** What `reader` reads, if `faultOf` finds nothing; otherwise the path below it that `faultOf` names. */
export function checked<T>(reader: Reader<T>, faultOf: (value: T) => string | null): Reader<T> {
  return (value, path, faults) => {
    const read = reader(value, path, faults)
    if (read === wrong) return wrong
    const fault = faultOf(read)
    if (fault === null) return read
    faults.bad.push(fault === '' ? path : fault.startsWith('[') ? path + fault : join(path, fault))
    return wrong
  }
}

export function isJsonObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own member, whatever its name; `undefined` where there is none. */
export function ownMember(value: { readonly [name: string]: unknown }, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined
}

function countOf({ bad, newer }: Faults): number {
  return bad.length + newer.length
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
