// Members of a settings file, each taken once: what nobody took is a typing error, and every complaint is told at once.

export type Complain = (setting: string, reason: string) => null

export type Limits = { readonly from: number; readonly to: number }
export type TextLimits = { readonly form?: RegExp; readonly what?: string }

export const settingCharactersMax = 1_000
export const settingListMax = 100

export class SettingsReader {
  readonly #members: { readonly [name: string]: unknown }
  readonly #path: string
  readonly #complain: Complain
  readonly #taken = new Set<string>()

  /** `path`: where it stands in the file, '' for the whole. */
  constructor(value: unknown, path: string, complain: Complain) {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
    if (!isMap) complain(path === '' ? 'the file' : path, 'is no list of names and values')
    this.#members = isMap ? (value as { readonly [name: string]: unknown }) : {}
    this.#path = path
    this.#complain = complain
  }

  pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`
  }

  complain(name: string, reason: string): null {
    return this.#complain(this.pathOf(name), reason)
  }

  /** Absent and null are the same. */
  take(name: string): unknown {
    this.#taken.add(name)
    return Object.hasOwn(this.#members, name) ? (this.#members[name] ?? undefined) : undefined
  }

  has(name: string): boolean {
    return this.take(name) !== undefined
  }

  text(name: string, limits: TextLimits = {}): string | null {
    const value = this.take(name)
    if (value === undefined) return null
    const { form = /^[^\p{Cc}]+$/u, what = 'a text of one line' } = limits
    if (typeof value === 'string' && value.length <= settingCharactersMax && form.test(value)) return value
    return this.complain(name, `is not ${what}`)
  }

  needed(name: string, limits: TextLimits = {}): string {
    if (!this.has(name)) this.complain(name, 'is missing')
    return this.text(name, limits) ?? ''
  }

  texts(name: string, limits: TextLimits = {}): readonly string[] {
    return this.list(name).map((value, at) => {
      const one = new SettingsReader({ [`${name}[${at}]`]: value }, this.#path, this.#complain)
      return one.needed(`${name}[${at}]`, limits)
    })
  }

  number(name: string, limits: Limits, otherwise: number): number {
    const value = this.take(name)
    if (value === undefined) return otherwise
    if (Number.isSafeInteger(value) && (value as number) >= limits.from && (value as number) <= limits.to)
      return value as number
    this.complain(name, `is no whole number from ${limits.from} to ${limits.to}`)
    return otherwise
  }

  word<const Word extends string>(name: string, words: readonly Word[], otherwise: Word): Word {
    const value = this.take(name)
    if (value === undefined) return otherwise
    const found = words.find((word) => word === value)
    if (found === undefined) this.complain(name, `is none of ${words.join(', ')}`)
    return found ?? otherwise
  }

  list(name: string): readonly unknown[] {
    const value = this.take(name)
    if (value === undefined) return []
    if (Array.isArray(value) && value.length <= settingListMax) return value
    this.complain(name, `is no list of at most ${settingListMax}`)
    return []
  }

  /** What stands below `name`; null where nothing does. */
  below(name: string): SettingsReader | null {
    const value = this.take(name)
    return value === undefined ? null : new SettingsReader(value, this.pathOf(name), this.#complain)
  }

  each(name: string): readonly SettingsReader[] {
    return this.list(name).map(
      (value, at) => new SettingsReader(value, `${this.pathOf(name)}[${at}]`, this.#complain),
    )
  }

  /** Complains of each name that stands at more than one element of the list `name`. */
  unlike(name: string, names: readonly string[]): void {
    for (const one of new Set(names))
      if (one !== '' && names.filter((other) => other === one).length > 1)
        this.complain(name, `has two by the name ${one}`)
  }

  /** Names and texts of any names. */
  entries(): readonly (readonly [string, string])[] {
    const names = Object.keys(this.#members).slice(0, settingListMax)
    return names.map((name) => [name, this.needed(name)])
  }

  /** Complains of what nobody took. */
  end(): void {
    for (const name of Object.keys(this.#members))
      if (!this.#taken.has(name)) this.complain(name, 'is no setting that Holdfast knows')
  }
}
