// One capture to one reading. spec: reading §1, §5, §6
import {
  readingWarnings,
  type AtoResult,
  type Locale,
  type PlacedReading,
  type Product,
  type Reading,
  type ReadingWarning,
} from '../reading.ts'
import { buildProduct } from './build-product.ts'
import { orderByDistance, parseDate, type FoundDate } from './dates.ts'
import { FactReader, findOrder, type Gathered } from './fact-reader.ts'
import { expirationFields, type Fact, type Field } from './fields.ts'
import { nameAndGuid, type AtoBlock, type ProductBlock, type XprBlock } from './gather-blocks.ts'
import { isVerbose, minutesOf, type Capture } from './group-captures.ts'
import { hideKeys } from './hide-keys.ts'
import { findCode } from './numbers.ts'
import { isVersion, windowsId } from './shapes.ts'

export type TextEnd = {
  /** This capture is the last of its text, which breaks off within a label or a sentence. */
  readonly breaksOff: boolean
  /** Whether nothing follows this capture. */
  readonly isLast: boolean
}

export function buildReading(capture: Capture, isCollector: boolean, end: TextEnd): PlacedReading {
  const gathered: Gathered = {
    places: [],
    truncated: end.breaksOff || (end.isLast && endsEarly(capture)) || hasCutFact(capture),
    dateAmbiguous: false,
    statusAmbiguous: false,
    order: orderOf(capture),
  }
  const facts = new FactReader(factsBesideProducts(capture), '', gathered)
  const serviceVersion = facts.read('serviceVersion', 'serviceVersion', (text) =>
    isVersion(text) ? text : null,
  )
  const products = buildProducts(capture, gathered)
  const reading: Reading = {
    locale: localeOf(capture),
    command: isCollector ? 'collector' : commandOf(capture),
    serviceVersion,
    products,
    ...(products.length > 1 ? { primaryProductIndex: findPrimary(products) } : {}),
    ...(capture.ato === null ? {} : { atoResult: buildAtoResult(capture.ato, facts, gathered) }),
    ...buildRearmResult(capture, facts),
    ...buildError(capture, facts),
    warnings: warningsOf(gathered),
  }
  return { reading, places: gathered.places }
}

function factsBesideProducts({ version }: Capture): Map<Field, Fact> {
  return new Map(version === null ? [] : [['serviceVersion', version.fact]])
}

/** Products of the capture, and those that only /xpr names. */
function buildProducts(capture: Capture, gathered: Gathered): Product[] {
  const left = new Set(capture.xprs)
  const blocks = capture.products.map((product) => {
    const xpr = [...left].find((each) => isSentenceOf(each, product, capture)) ?? null
    if (xpr !== null) left.delete(xpr)
    return { facts: product.facts, xpr }
  })
  const named = [...left].map((xpr) => ({ facts: new Map<Field, Fact>(), xpr }))
  return [...blocks, ...named].map(({ facts, xpr }, index) =>
    buildProduct(new FactReader(facts, `products[${index}].`, gathered), xpr),
  )
}

function isSentenceOf(xpr: XprBlock, product: ProductBlock, { products }: Capture): boolean {
  const name = product.facts.get('name')?.text
  return xpr.name === null || name === undefined ? products.length === 1 : xpr.name.text === name
}

/** The Windows licence with a partial key that is no add-on. */
export function findPrimary(products: readonly Product[]): number | null {
  const index = products.findIndex(
    ({ name, applicationId, partialKey }) =>
      partialKey !== null &&
      (applicationId === null ? name?.startsWith('Windows') === true : applicationId === windowsId) &&
      !/\badd-on\b/.test(name ?? ''),
  )
  return index === -1 ? null : index
}

function localeOf({ blocks }: Capture): Locale {
  const sum = (name: 'en' | 'zh-CN' | 'weakEn' | 'weakZh-CN') =>
    blocks.reduce((total, { votes }) => total + votes[name], 0)
  const [en, zh] = [sum('en'), sum('zh-CN')]
  if (en !== zh) return en > zh ? 'en' : 'zh-CN'
  return sum('weakZh-CN') > sum('weakEn') ? 'zh-CN' : 'en'
}

function commandOf(capture: Capture): string | null {
  const commands = capture.commands.map((command) => (command === 'dl' ? listingCommand(capture) : command))
  if (commands.includes(null)) return null
  return commands.length === 0 ? capture.prompt : commands.join('+')
}

/** `/dlv` by what only it prints; `/dli` only where the licence is complete: an excerpt may be of either. */
function listingCommand({ version, products, all, prompt }: Capture): string | null {
  const suffix = products.length > 1 || all ? ' all' : ''
  if (version !== null || products.some(isVerbose)) return `dlv${suffix}`
  if (prompt === 'dlv' || prompt === 'dli') return `${prompt}${suffix}`
  const isComplete = products.every(({ facts }) =>
    (['name', 'description', 'licenseStatus'] as const).every((field) => facts.has(field)),
  )
  return isComplete ? `dli${suffix}` : null
}

function buildAtoResult(ato: AtoBlock, facts: FactReader, gathered: Gathered): AtoResult {
  const found = ato.activating === null ? null : nameAndGuid.exec(ato.activating.text)
  if (ato.activating !== null && found !== null) {
    facts.place('atoResult.product', ato.activating)
    facts.place('atoResult.activationId', ato.activating)
  }
  if (ato.ok === null) gathered.truncated = true
  const errorCode = ato.code === null ? null : findCode(ato.code.text)
  if (ato.code !== null) facts.place('atoResult.errorCode', ato.code)
  return {
    ok: ato.ok,
    errorCode,
    product: found === null ? null : hideKeys((found[1] ?? '').trim()),
    activationId: found === null ? null : (found[2] ?? '').toLowerCase(),
  }
}

function buildRearmResult({ rearm }: Capture, facts: FactReader): Pick<Reading, 'rearmResult'> {
  if (rearm === null) return {}
  facts.place('rearmResult.ok', rearm.fact)
  return { rearmResult: { ok: rearm.ok, needsReboot: rearm.needsReboot } }
}

function buildError({ error }: Capture, facts: FactReader): Pick<Reading, 'error'> {
  if (error === null) return {}
  facts.place('error.kind', error.fact)
  return { error: { kind: error.error } }
}

const dateFields: readonly Field[] = ['trustedTime', 'evaluationEnd', 'avmaTime', 'subscriptionExpiry']

/** By the dates that have one reading, else by the way from the trusted time to the end that /xpr prints. */
function orderOf({ products, xprs }: Capture): Gathered['order'] {
  const read = (fact: Fact | undefined): FoundDate[] => {
    const date = fact === undefined || fact.cut ? null : parseDate(fact.text)
    return date === null ? [] : [date]
  }
  const ends = xprs.filter(({ sentence }) => sentence.dated).flatMap(({ fact }) => read(fact))
  const dates = products.flatMap(({ facts }) => dateFields.flatMap((field) => read(facts.get(field))))
  const order = findOrder([...dates, ...ends])
  const [end] = ends
  const [product] = products
  if (order !== null || end === undefined || product === undefined || products.length > 1) return order
  const [start] = read(product.facts.get('trustedTime'))
  const minutes = minutesOf(product)
  return start === undefined || minutes === null ? null : orderByDistance(start, end, minutes)
}

/** The last licence ends before the line that every licence has. */
function endsEarly({ products, blocks }: Capture): boolean {
  const last = blocks.at(-1)?.content
  const product = products.at(-1)
  if (last?.kind === 'version') return true
  return last?.kind === 'product' && product === last && !last.facts.has('licenseStatus') && isFromTop(last)
}

/** Pasted lines from the middle of a licence are an excerpt, not the beginning of a text that breaks off. */
function isFromTop({ facts }: ProductBlock): boolean {
  return facts.has('name') || facts.has('description')
}

/** A value that breaks off with the text, or minutes whose unit is missing. */
function hasCutFact({ products, xprs, version, ato }: Capture): boolean {
  if (version?.fact.cut === true || xprs.some(({ sentence, fact }) => sentence.dated && fact.cut)) return true
  if (ato?.code?.cut === true && findCode(ato.code.text) === null) return true
  return products.some(({ facts }) =>
    [...facts].some(([field, fact]) => fact.cut || (isExpiration(field) && isBareNumber(fact.text))),
  )
}

const isExpiration = (field: Field) => (expirationFields as readonly Field[]).includes(field)
const isBareNumber = (text: string) => /^[\d.,]+$/.test(text)

function warningsOf(gathered: Gathered): ReadingWarning[] {
  const given: readonly (ReadingWarning | false)[] = [
    gathered.truncated && 'truncated',
    gathered.dateAmbiguous && 'date-order-ambiguous',
    gathered.statusAmbiguous && 'status-ambiguous',
  ]
  return readingWarnings.filter((warning) => given.includes(warning))
}
