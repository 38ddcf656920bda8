// Blocks to captures: what one person took from one machine at one time. spec: reading §5
import { expirationFields, type Field } from './fields.ts'
import type { AtoBlock, Block, Content, ProductBlock, RearmBlock, XprBlock } from './gather-blocks.ts'
import { parseMinutesAndDays } from './numbers.ts'
import type { Command } from './recognise-line.ts'
import { windowsId } from './shapes.ts'

export type Capture = {
  version: Extract<Content, { kind: 'version' }> | null
  readonly products: ProductBlock[]
  readonly xprs: XprBlock[]
  ato: AtoBlock | null
  rearm: RearmBlock | null
  error: Extract<Content, { kind: 'error' }> | null
  /** What was run, in order; `dl` is `/dlv` or `/dli`, told later by what they printed. */
  readonly commands: ('dl' | 'dli' | 'xpr' | 'ato' | 'rearm')[]
  prompt: Command | null
  all: boolean
  readonly blocks: Block[]
}

/** Licences that one capture may print; a machine with many languages of Office has some hundreds. */
export const productsMax = 1_000

/** `null` where a capture prints more than `productsMax`. */
export function groupCaptures(blocks: readonly Block[]): Capture[] | null {
  const captures: Capture[] = []
  let capture = emptyCapture()
  for (const [at, block] of blocks.entries()) {
    if (capture.blocks.length > 0 && beginsCapture(capture, block, blocks[at + 1])) capture = emptyCapture()
    if (capture.blocks.length === 0) captures.push(capture)
    addBlock(capture, block)
    if (capture.products.length + capture.xprs.length > productsMax) return null
  }
  return captures
}

function emptyCapture(): Capture {
  return {
    version: null,
    products: [],
    xprs: [],
    ato: null,
    rearm: null,
    error: null,
    commands: [],
    prompt: null,
    all: false,
    blocks: [],
  }
}

function beginsCapture(capture: Capture, { content, apart }: Block, next: Block | undefined): boolean {
  if (apart === 'message') return true
  switch (content.kind) {
    case 'version':
      return (capture.version !== null || capture.products.length > 0) && !completes(capture, next?.content)
    case 'product':
      return beginsWithProduct(capture, content, apart)
    case 'xpr':
      return beginsWithSentence(capture, content, apart)
    case 'error':
      return capture.products.length > 0
    case 'ato':
    case 'rearm':
      return false
  }
}

/** `/dlv` after `/dli` of the same licence. */
function completes(capture: Capture, next: Content | undefined): boolean {
  const [product] = capture.products
  return (
    next?.kind === 'product' &&
    product !== undefined &&
    capture.products.length === 1 &&
    capture.version === null &&
    isSameLook(product, next)
  )
}

function beginsWithProduct(capture: Capture, product: ProductBlock, apart: Block['apart']): boolean {
  if (capture.products.length === 0) return !isNamedBySentences(capture, product)
  if (capture.products.some((known) => isSameLook(known, product))) return false
  if (apart !== 'nothing') return true
  return capture.products.some((known) => isSameLicence(known, product) || areRivals(known, product))
}

/** Whether sentences of /xpr that stand before the product may be its own. */
function isNamedBySentences(capture: Capture, product: ProductBlock): boolean {
  const name = textOf(product, 'name')
  return capture.xprs.every((xpr) => xpr.name === null || name === null || xpr.name.text === name)
}

function beginsWithSentence(capture: Capture, xpr: XprBlock, apart: Block['apart']): boolean {
  const name = xpr.name?.text ?? null
  if (capture.xprs.some((known) => (known.name?.text ?? null) === name || name === null)) return true
  if (capture.products.length > 0)
    return name !== null && !capture.products.some((product) => textOf(product, 'name') === name)
  return capture.xprs.length > 0 && apart !== 'nothing'
}

/** Printed twice, it is no second licence of the same output. */
function isSameLicence(known: ProductBlock, other: ProductBlock): boolean {
  const [id, otherId] = [textOf(known, 'activationId'), textOf(other, 'activationId')]
  if (id !== null && otherId !== null) return id === otherId
  return ['name', 'description'].every((field) => {
    const text = textOf(known, field as Field)
    return text !== null && text === textOf(other, field as Field)
  })
}

/** Two Windows licences with a key: one machine has one. The same minute of trusted time says that it is one output all the same. */
function areRivals(known: ProductBlock, other: ProductBlock): boolean {
  if (!isKeyedWindows(known) || !isKeyedWindows(other)) return false
  const minute = minuteOf(known)
  return minute === null || minute !== minuteOf(other)
}

function minuteOf(product: ProductBlock): string | null {
  const time = textOf(product, 'trustedTime')
  return time === null ? null : time.slice(0, time.lastIndexOf(':'))
}

function isKeyedWindows(product: ProductBlock): boolean {
  const id = textOf(product, 'applicationId')?.toLowerCase()
  const name = textOf(product, 'name') ?? ''
  const isWindows = id === undefined ? name.startsWith('Windows') : id === windowsId
  return isWindows && textOf(product, 'partialKey') !== null && !/\badd-on\b/.test(name)
}

const identity: readonly Field[] = ['partialKey', 'licenseStatus', 'cmid', 'activationId', 'extendedPid']

/** Between two commands of one sitting. */
const sittingMinutesMax = 60

/** The same licence seen by `/dli` and by `/dlv`: the same name, one of the two without ids, and nothing contradicts. */
function isSameLook(known: ProductBlock, other: ProductBlock): boolean {
  if (isVerbose(known) === isVerbose(other) || !isSameLicence(known, other)) return false
  const [minutes, otherMinutes] = [minutesOf(known), minutesOf(other)]
  if (minutes !== null && otherMinutes !== null && Math.abs(minutes - otherMinutes) > sittingMinutesMax)
    return false
  return identity.every((field) => {
    const [text, otherText] = [textOf(known, field), textOf(other, field)]
    return text === null || otherText === null || text === otherText
  })
}

export function minutesOf(product: ProductBlock): number | null {
  for (const field of expirationFields) {
    const found = parseMinutesAndDays(textOf(product, field) ?? '')
    if (found !== null) return found.minutes
  }
  return null
}

const verboseFields: readonly Field[] = [
  'activationId',
  'applicationId',
  'extendedPid',
  'productKeyChannel',
  'installationId',
  'windowsRearm',
  'appRearm',
  'skuRearm',
  'trustedTime',
  'evaluationEnd',
  'useLicenseUrl',
  'validationUrl',
]

/** Printed by `/dlv` alone. */
export function isVerbose(product: ProductBlock): boolean {
  return verboseFields.some((field) => product.facts.has(field))
}

function textOf(product: ProductBlock, field: Field): string | null {
  const text = product.facts.get(field)?.text
  return text === undefined || text === '' ? null : text
}

function addBlock(capture: Capture, block: Block): void {
  capture.blocks.push(block)
  capture.prompt ??= block.command
  capture.all ||= block.all
  const { content } = block
  switch (content.kind) {
    case 'version':
      capture.version ??= content
      addCommand(capture, 'dl')
      return
    case 'product':
      addProduct(capture, content)
      return
    case 'xpr':
      capture.xprs.push(content)
      addCommand(capture, 'xpr')
      return
    case 'ato':
      capture.ato = content
      addCommand(capture, 'ato')
      return
    case 'rearm':
      capture.rearm = content
      addCommand(capture, 'rearm')
      return
    case 'error':
      capture.error ??= content
  }
}

function addProduct(capture: Capture, product: ProductBlock): void {
  const known = capture.products.find((each) => isSameLook(each, product))
  if (known === undefined) {
    capture.products.push(product)
    if (!capture.commands.includes('dl')) addCommand(capture, 'dl')
    return
  }
  if (isVerbose(known)) addCommand(capture, 'dli')
  for (const [field, fact] of product.facts) if (!known.facts.has(field)) known.facts.set(field, fact)
}

function addCommand(capture: Capture, command: Capture['commands'][number]): void {
  if (capture.commands.at(-1) !== command) capture.commands.push(command)
}
