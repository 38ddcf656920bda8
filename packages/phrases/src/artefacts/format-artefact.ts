// An artefact as subject and text, ready for a person's look; nothing sends it by itself. spec: case §12
import type { Artefact, ArtefactValues } from '@holdfast/desk'
import type { Locale } from '../locale.ts'
import { artefactSentences, artefactStages, type ArtefactSentence } from './artefact-words.ts'

export type ArtefactText = { readonly subject: string; readonly text: string }

/**
 * Subject and text in one language. What is missing shows as a mark that nobody overlooks; a variable without a value stays
 * in its braces. `lintArtefact` lists both. Pure.
 */
export function formatArtefact(artefact: Artefact, values: ArtefactValues, locale: Locale): ArtefactText {
  const writer = new ArtefactWriter(values, locale)
  const { case: number, customer, title } = values
  const label = locale === 'zh' ? `[案例号: ${number}]` : `[Case: ${number}]`
  const parts = [label, customer, title, artefactStages[artefact.kind][locale]]
  const paragraphs = [writer.say('greeting'), ...writeBody(artefact, writer), writer.say('closing')]
  return {
    // A subject is one line, whatever a title holds.
    subject: parts
      .map((part) => part.replaceAll(/\s+/g, ' ').trim())
      .filter((part) => part !== '')
      .join(' % '),
    text: `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`,
  }
}

function writeBody(artefact: Artefact, writer: ArtefactWriter): readonly string[] {
  switch (artefact.kind) {
    case 'first-response':
      return [
        writer.say('received'),
        artefact.call.trim() === '' ? '' : writer.say('spoken', { call: artefact.call }),
        writer.part('scope', artefact.scope),
        writer.part('definition', artefact.definition),
        writer.part('next', artefact.next),
        writer.say('object'),
      ]
    case 'scope-statement':
      return [
        writer.part('scope', artefact.scope),
        writer.part('definition', artefact.definition),
        writer.optionalList('excluded', artefact.excluded),
        writer.say('object'),
      ]
    case 'question-list':
      return [writer.say('ask'), writeQuestions(artefact, writer)]
    case 'capture-request':
      return [
        writer.part('purpose', artefact.purpose),
        writer.part('target', artefact.target),
        writer.list('steps', artefact.steps),
        writer.list('returns', artefact.returns),
        writer.part('content', artefact.content),
      ]
    case 'action-plan':
      return [
        writer.say('options'),
        ...writeOptions(artefact, writer),
        writer.part('decision', artefact.decision),
      ]
    case 'call-confirmation':
      return [
        writer.part('when', artefact.when),
        writer.part('said', artefact.said),
        writer.optionalList('agreed', artefact.agreed),
        artefact.consent.trim() === '' ? '' : writer.part('consented', artefact.consent),
        writer.say('correct'),
      ]
    case 'closing-summary':
      return [
        writer.part('description', artefact.description),
        writer.part('analysis', artefact.analysis),
        writer.part('result', artefact.result),
        writer.list('evidence', artefact.evidence),
        writer.say(consentSentence(artefact.consent?.how ?? null)),
        writer.say('reopen'),
      ]
  }
}

function consentSentence(how: 'mail' | 'call' | null): ArtefactSentence {
  if (how === null) return 'consentAsked'
  return how === 'mail' ? 'consentMail' : 'consentCall'
}

function writeQuestions(
  { questions }: Extract<Artefact, { readonly kind: 'question-list' }>,
  writer: ArtefactWriter,
): string {
  if (questions.length === 0) return writer.missing('question')
  return questions
    .map(({ question, addressee, answer }, at) =>
      [
        `${at + 1}. ${writer.text('question', question)}`,
        `   ${writer.line('addressee', addressee)}`,
        ...(answer.trim() === '' ? [] : [`   ${writer.line('answer', answer)}`]),
      ].join('\n'),
    )
    .join('\n')
}

function writeOptions(
  { options }: Extract<Artefact, { readonly kind: 'action-plan' }>,
  writer: ArtefactWriter,
): readonly string[] {
  if (options.length === 0) return [writer.missing('option')]
  return options.map(({ what, reason, effect, cost, evidence }, at) =>
    [
      `${writer.heading('option')} ${at + 1}${writer.colon}${writer.text('option', what)}`,
      writer.line('reason', reason),
      writer.line('effect', effect),
      writer.line('cost', cost),
      writer.line('evidence', evidence.filter((text) => text.trim() !== '').join(writer.comma)),
    ].join('\n'),
  )
}

class ArtefactWriter {
  readonly colon: string
  readonly comma: string
  readonly #values: ArtefactValues
  readonly #locale: Locale

  constructor(values: ArtefactValues, locale: Locale) {
    this.#values = values
    this.#locale = locale
    this.colon = locale === 'zh' ? '：' : ': '
    this.comma = locale === 'zh' ? '；' : '; '
  }

  heading(name: ArtefactSentence): string {
    return artefactSentences[name][this.#locale]
  }

  /** A sentence of ours; what it takes beside the variables comes in `more`. */
  say(name: ArtefactSentence, more: { readonly [name: string]: string } = {}): string {
    return this.#fill(this.heading(name), more)
  }

  /** A text of the author, or the mark that it is missing. */
  text(name: ArtefactSentence, text: string): string {
    return text.trim() === '' ? this.missing(name) : this.#fill(text.trim())
  }

  line(name: ArtefactSentence, text: string): string {
    return `${this.heading(name)}${this.colon}${this.text(name, text)}`
  }

  part(name: ArtefactSentence, text: string): string {
    return `${this.heading(name)}${this.colon.trimEnd()}\n${this.text(name, text)}`
  }

  list(name: ArtefactSentence, texts: readonly string[]): string {
    if (texts.length === 0) return this.part(name, '')
    const numbered = texts.map((text, at) => `${at + 1}. ${this.text(name, text)}`)
    return [`${this.heading(name)}${this.colon.trimEnd()}`, ...numbered].join('\n')
  }

  optionalList(name: ArtefactSentence, texts: readonly string[]): string {
    return texts.length === 0 ? '' : this.list(name, texts)
  }

  missing(name: ArtefactSentence): string {
    return this.heading('missing').replace('{part}', () => this.heading(name))
  }

  /** Once over the text: what a value holds is never filled again. */
  #fill(text: string, more: { readonly [name: string]: string } = {}): string {
    return text.replaceAll(/\{[ \t]{0,8}(\w{1,40})[ \t]{0,8}\}/g, (written, name: string) => {
      const values: { readonly [name: string]: string } = { ...this.#values, ...more }
      const value = Object.hasOwn(values, name) ? (values[name] ?? '') : ''
      return value.trim() === '' ? written : value
    })
  }
}
