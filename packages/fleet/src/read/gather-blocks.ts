// Events to the blocks that one command prints. spec: reading §3, §5
import { shapeOfField, type Fact, type Field } from './fields.ts'
import type { Event } from './gather-events.ts'
import type { LabelLocale } from './labels.ts'
import { findCode } from './numbers.ts'
import type { Command } from './recognise-line.ts'
import type { Sentence } from './sentences.ts'

/** How many labels of each language; weak ones decide nothing alone. */
export type Votes = { en: number; 'zh-CN': number; weakEn: number; 'weakZh-CN': number }

export type ProductBlock = { readonly kind: 'product'; readonly facts: Map<Field, Fact> }
export type XprBlock = {
  readonly kind: 'xpr'
  readonly sentence: Extract<Sentence, { kind: 'xpr' }>
  readonly name: Fact | null
  /** What follows the words: the date, where they want one. */
  readonly fact: Fact
}
export type AtoBlock = {
  readonly kind: 'ato'
  /** `NAME (GUID) ...`. */
  readonly activating: Fact | null
  ok: boolean | null
  code: Fact | null
}
export type RearmBlock = { readonly kind: 'rearm'; ok: boolean; needsReboot: boolean; readonly fact: Fact }
export type Content =
  | { readonly kind: 'version'; readonly fact: Fact }
  | ProductBlock
  | XprBlock
  | AtoBlock
  | RearmBlock
  | { readonly kind: 'error'; readonly error: 'no-product-key' | 'wmi'; readonly fact: Fact }

export type Block = {
  readonly content: Content
  /** What stands between this block and the one before. */
  readonly apart: 'nothing' | 'invocation' | 'message'
  /** What the prompt before says. */
  readonly command: Command | null
  readonly all: boolean
  readonly votes: Votes
}

type Gathering = {
  readonly blocks: Block[]
  /** The product that further labels belong to. */
  open: ProductBlock | null
  apart: Block['apart']
  command: Command | null
  all: boolean
  /** Of the block that is being gathered. */
  votes: Votes
}

export function gatherBlocks(events: readonly Event[]): Block[] {
  const gathering: Gathering = {
    blocks: [],
    open: null,
    apart: 'nothing',
    command: null,
    all: false,
    votes: noVotes(),
  }
  for (const event of events) addEvent(gathering, event)
  return gathering.blocks.filter(isLicenceText)
}

function addEvent(gathering: Gathering, event: Event): void {
  switch (event.kind) {
    case 'message':
      gathering.open = null
      gathering.apart = 'message'
      gathering.command = null
      gathering.all = false
      return
    case 'invocation':
      gathering.open = null
      if (gathering.apart === 'nothing') gathering.apart = 'invocation'
      gathering.command = event.command ?? gathering.command
      gathering.all = event.all
      return
    case 'heading':
      // People set such lines into the middle of what they quote: the licence goes on behind it.
      if (event.divides && gathering.apart === 'nothing') gathering.apart = 'invocation'
      return
    case 'fact':
      addFact(gathering, event.field, event.fact)
      vote(gathering, event.locale, event.weak && !isKnownError(event.field, event.fact))
      return
    case 'sentence':
      addSentence(gathering, event)
      vote(gathering, event.locale, false)
  }
}

function addFact(gathering: Gathering, field: Field, fact: Fact): void {
  if (field === 'passedOver') return
  if (field === 'serviceVersion') return addContent(gathering, { kind: 'version', fact })
  if (field === 'error') return addError(gathering, fact)
  if ((field === 'avmaHost' || field === 'avmaTime') && !isWithinVmActivation(gathering.open)) return
  if (gathering.open === null || beginsProduct(gathering.open, field, fact)) {
    const product: ProductBlock = { kind: 'product', facts: new Map() }
    addContent(gathering, product)
    gathering.open = product
  }
  gathering.open?.facts.set(field, fact)
}

function beginsProduct({ facts }: ProductBlock, field: Field, fact: Fact): boolean {
  if (field === 'name') return true
  const known = facts.get(field)
  return known !== undefined && known.text !== fact.text && shapeOfField[field] !== 'nothing'
}

function isWithinVmActivation(open: ProductBlock | null): boolean {
  return open !== null && (['avmaHeader', 'iaid', 'avmaPid'] as const).some((field) => open.facts.has(field))
}

const noKey = /^(?:product key not found|找不到产品密钥)/i
const activationFailed = /^(?:product activation failed|产品激活失败)/i
/** Limit exceeded; a restart is needed. */
const rearmCodes: readonly (string | null)[] = ['0xC004D307', '0xC004D302']

/** Words that the script alone has, behind a label that every program has. */
function isKnownError(field: Field, { text }: Fact): boolean {
  return field === 'error' && (noKey.test(text) || activationFailed.test(text))
}

function addError(gathering: Gathering, fact: Fact): void {
  if (noKey.test(fact.text)) return addContent(gathering, { kind: 'error', error: 'no-product-key', fact })
  const code = findCode(fact.text) === null ? null : fact
  if (code === null && !activationFailed.test(fact.text)) return
  const last = gathering.blocks.at(-1)?.content
  if (last?.kind === 'ato' && last.ok !== true) {
    last.ok = false
    last.code ??= code
    return
  }
  if (gathering.command === 'rearm' || rearmCodes.includes(findCode(fact.text)))
    return addContent(gathering, { kind: 'rearm', ok: false, needsReboot: false, fact })
  if (gathering.command === 'ato' || code === null)
    addContent(gathering, { kind: 'ato', activating: null, ok: false, code })
}

function addSentence(gathering: Gathering, event: Extract<Event, { kind: 'sentence' }>): void {
  const { sentence, fact, name } = event
  const last = gathering.blocks.at(-1)?.content
  switch (sentence.kind) {
    case 'xpr':
      return addContent(gathering, { kind: 'xpr', sentence, name, fact })
    case 'activating':
      if (nameAndGuid.test(fact.text))
        addContent(gathering, { kind: 'ato', activating: fact, ok: null, code: null })
      return
    case 'activated':
      if (last?.kind === 'ato' && last.ok === null) last.ok = true
      else addContent(gathering, { kind: 'ato', activating: null, ok: true, code: null })
      return
    case 'error-code':
      if (last?.kind === 'ato' && last.ok !== true && findCode(fact.text) !== null) {
        last.ok = false
        last.code ??= fact
      }
      return
    case 'completed':
    case 'restart': {
      const needsReboot = sentence.kind === 'restart'
      if (last?.kind === 'rearm' && last.ok && !last.needsReboot) last.needsReboot = needsReboot
      else addContent(gathering, { kind: 'rearm', ok: true, needsReboot, fact })
      return
    }
    case 'no-connection':
      if (event.locale === 'zh-CN' || /\bconnecting to\b/.test(fact.text))
        addContent(gathering, { kind: 'error', error: 'wmi', fact })
      return
    case 'banner':
    case 'box':
    case 'furniture':
  }
}

/** Behind "Activating". */
export const nameAndGuid = /^(.{0,400}) ?\(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)/i

function addContent(gathering: Gathering, content: Content): void {
  gathering.open = null
  gathering.votes = noVotes()
  const { apart, command, all, votes } = gathering
  gathering.blocks.push({ content, apart, command, all, votes })
  gathering.apart = 'nothing'
}

function vote(gathering: Gathering, locale: LabelLocale, weak: boolean): void {
  gathering.votes[weak ? (`weak${locale === 'en' ? 'En' : 'Zh-CN'}` as const) : locale] += 1
}

function noVotes(): Votes {
  return { en: 0, 'zh-CN': 0, weakEn: 0, 'weakZh-CN': 0 }
}

/** Forms of other people have names and descriptions too. */
function isLicenceText({ content }: Block): boolean {
  if (content.kind !== 'product') return true
  const { facts } = content
  if ([...facts.keys()].some((field) => field !== 'name' && field !== 'description')) return true
  return (
    / channel\.?$/.test(facts.get('description')?.text ?? '') ||
    (facts.get('name')?.text ?? '').endsWith(' edition')
  )
}
