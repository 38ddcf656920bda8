// Mails of a support desk's day, made from chance that repeats: what comes, and what has to become of each.
import { addSecondsHeld, type Entropy, type Instant } from '@holdfast/capabilities'
import { Chance, type PerMille } from './chance.ts'
import { composeAutomaton } from './compose-automaton.ts'
import { composeHumanMail, type Flaw, type MailForm, type SentMail } from './compose-human-mail.ts'
import type { MailEncoding } from './mail-bytes.ts'
import { findPerson, findTopic, type Language } from './mail-words.ts'

/** How often each kind comes, outside the burst. */
export const kindsPerMille = {
  'new-chinese': 180,
  'new-english': 120,
  'reply-in-reply-to': 250,
  'reply-references-only': 110,
  /** Another mail with a case's first subject and nothing else of it: a case of its own. */
  'reply-subject-only': 45,
  /** A program that loses the headers, and the case's number in the subject. */
  'reply-number-only': 75,
  'duplicate-bytes': 40,
  /** The same mail by another way: other lines of delivery, the same id, sender, moment and text. */
  'duplicate-other-bytes': 40,
  /** Another mail under an id that was used before. */
  'id-used-again': 10,
  bounce: 35,
  'out-of-office': 40,
  'auto-reply': 15,
  list: 40,
} as const satisfies PerMille<string>

/** Of all mails, how many are bounces that come at once. */
export const burstPerMille = 60

export const chineseEncodingsPerMille = {
  'gb2312-raw': 200,
  'gbk-base64': 200,
  'utf-8-base64': 300,
  'utf-8-quoted-printable': 130,
  'utf-8-raw': 100,
  'gb18030-four-byte': 70,
} as const satisfies PerMille<string>

export const englishEncodingsPerMille = {
  ascii: 700,
  'utf-8-quoted-printable': 300,
} as const satisfies PerMille<string>

export const formsPerMille = {
  plain: 620,
  alternative: 110,
  'html-only': 110,
  attachment: 120,
  'nested-forward': 40,
} as const satisfies PerMille<MailForm>

export const flawsPerMille = {
  none: 900,
  'date-missing': 20,
  'id-missing': 20,
  'two-ids': 20,
  'wrong-zone': 40,
} as const satisfies PerMille<Flaw>

/** Bytes of a mail without its attachments, from and to; half of all are of the first row. */
export const sizesPerMille = {
  '1500-3500': 500,
  '3500-8000': 300,
  '8000-14000': 150,
  '14000-33000': 50,
} as const satisfies PerMille<string>

export type MailKind = keyof typeof kindsPerMille

export type Expectation = {
  /** Number of the case that the mail belongs to, from 0; null where it belongs to none and is only kept. */
  readonly thread: number | null
  /** Position of the mail that this one is again. */
  readonly duplicateOf: number | null
  /** What the mail must be taken for: `bounce`, `out-of-office`, `auto-reply`, `list`, or null for a person's. */
  readonly automaton: string | null
  readonly startsCase: boolean
}

export type LoadMail = {
  /** The whole mail. Where `asksNumber`, the number of its case is still to be filled in. */
  readonly raw: Uint8Array
  readonly asksNumber: boolean
  readonly kind: MailKind
  readonly encoding: MailEncoding
  readonly form: MailForm
  readonly flaw: Flaw
  readonly expected: Expectation
}

const numberPlaceholder = '{{case-number}}'

/** The mail with the number that the desk gave its case, in ASCII. */
export function withCaseNumber(mail: LoadMail, number: string): Uint8Array {
  if (!mail.asksNumber) return mail.raw
  const view = Buffer.from(mail.raw.buffer, mail.raw.byteOffset, mail.raw.byteLength)
  return Buffer.from(view.toString('latin1').replace(numberPlaceholder, number), 'latin1')
}

type Sent = SentMail & { readonly position: number }

type Thread = {
  readonly number: number
  readonly subject: string
  readonly language: Language
  readonly sent: Sent[]
}

/** Cases that still get mails, and mails that can come again: so many of the newest. */
const rememberedMax = 400

/** `count` mails in the order in which they arrive, from `start` on. The same entropy gives the same bytes. */
export function* composeMails(
  count: number,
  entropy: Entropy,
  start: Instant,
): Generator<LoadMail, void, undefined> {
  const day = new MailDay(new Chance(entropy), start)
  const burst = Math.floor((count * burstPerMille) / 1000)
  const burstFrom = Math.floor((count - burst) / 2)
  for (let position = 0; position < count; position++) {
    const isBurst = position >= burstFrom && position < burstFrom + burst
    yield day.next(position, isBurst)
  }
}

class MailDay {
  readonly #chance: Chance
  #at: Instant
  #threadCount = 0
  readonly #threads: Thread[] = []
  readonly #repeatable: { readonly position: number; readonly mail: LoadMail }[] = []

  constructor(chance: Chance, start: Instant) {
    this.#chance = chance
    this.#at = start
  }

  next(position: number, isBurst: boolean): LoadMail {
    this.#at = addSecondsHeld(this.#at, isBurst ? 1 : this.#chance.between(20, 400))
    const kind = isBurst ? 'bounce' : this.#chance.pickKind(kindsPerMille)
    switch (kind) {
      case 'bounce':
      case 'out-of-office':
      case 'auto-reply':
      case 'list':
        return this.#automaton(kind)
      case 'duplicate-bytes':
      case 'duplicate-other-bytes':
        return this.#duplicate(kind) ?? this.#human('new-chinese', position)
      default:
        return this.#human(kind, position)
    }
  }

  #automaton(kind: 'bounce' | 'out-of-office' | 'auto-reply' | 'list'): LoadMail {
    const answers = kind === 'out-of-office' && this.#chance.below(10) < 7 ? this.#pickThread() : null
    const parent = answers === null ? undefined : this.#chance.pick(answers.sent)
    const { raw, encoding } = composeAutomaton(this.#chance, {
      kind,
      at: this.#at,
      answers: parent?.id ?? null,
    })
    // A list's mail that names no case is a case: somebody may have written it. The other automata are only kept.
    const isList = kind === 'list'
    const thread = isList ? this.#threadCount++ : (answers?.number ?? null)
    const expected = { thread, duplicateOf: null, automaton: kind, startsCase: isList }
    return { raw, asksNumber: false, kind, encoding, form: 'plain', flaw: 'none', expected }
  }

  #duplicate(kind: 'duplicate-bytes' | 'duplicate-other-bytes'): LoadMail | null {
    const known = this.#repeatable.filter(
      ({ mail }) => kind === 'duplicate-bytes' || (mail.flaw === 'none' && !mail.asksNumber),
    )
    if (known.length === 0) return null
    const { position, mail } = this.#chance.pick(known)
    const expected = { ...mail.expected, duplicateOf: position, startsCase: false }
    if (kind === 'duplicate-bytes') return { ...mail, kind, expected }
    const way = `Received: from relay.example (relay.example [192.0.2.7]) by mx.vendor.example with ESMTP id ${this.#chance.hex(6)}\r\nX-Delivered-By: relay.example\r\n`
    return { ...mail, kind, expected, raw: Buffer.concat([Buffer.from(way), mail.raw]) }
  }

  #human(wanted: MailKind, position: number): LoadMail {
    const chance = this.#chance
    const isNew = wanted === 'new-chinese' || wanted === 'new-english'
    const known = isNew ? null : this.#pickThread()
    // Nothing to answer yet: the day begins with a new case.
    const kind = known === null && !isNew ? 'new-chinese' : wanted
    const joins = /^reply-(?:in-reply-to|references-only|number-only)$/.test(kind) ? known : null
    const language = known?.language ?? (kind === 'new-english' ? 'en' : 'zh')
    const thread = joins ?? {
      number: this.#threadCount++,
      subject: kind === 'reply-subject-only' && known !== null ? known.subject : findTopic(chance, language),
      language,
      sent: [],
    }
    const encoding = chance.pickKind<MailEncoding>(
      language === 'zh'
        ? (chineseEncodingsPerMille as PerMille<MailEncoding>)
        : (englishEncodingsPerMille as PerMille<MailEncoding>),
    )
    const form = chance.pickKind(formsPerMille)
    const flaw = kind === 'id-used-again' ? 'none' : chance.pickKind(flawsPerMille)
    const parent = joins === null ? null : chance.pick(joins.sent)
    const person = findPerson(chance, language)
    const used = kind === 'id-used-again' && known !== null ? this.#takeId(known) : null
    const id = used ?? `${chance.hex(12)}@${person.address.split('@')[1]}`
    const [least = 0, most = 0] = chance.pickKind(sizesPerMille).split('-').map(Number)
    const made = composeHumanMail(chance, {
      id,
      person,
      parent,
      encoding,
      form,
      flaw,
      at: this.#at,
      bytesWanted: chance.between(least, most),
      names: kind === 'reply-in-reply-to' ? 'parent' : kind === 'reply-references-only' ? 'chain' : 'nothing',
      subject: subjectOf(kind, thread),
    })
    const expected = { thread: thread.number, duplicateOf: null, automaton: null, startsCase: joins === null }
    const mail: LoadMail = {
      raw: made.raw,
      asksNumber: kind === 'reply-number-only',
      kind,
      encoding,
      form,
      flaw,
      expected,
    }
    if (used === null) this.#repeatable.push({ position, mail })
    if (this.#repeatable.length > rememberedMax) this.#repeatable.shift()
    if (joins === null) this.#threads.push(thread)
    if (this.#threads.length > rememberedMax) this.#threads.shift()
    const canBeAnswered = used === null && flaw !== 'id-missing' && flaw !== 'two-ids'
    if (canBeAnswered) {
      const chain = parent === null ? [] : [...parent.chain, parent.id]
      thread.sent.push({ position, id, chain, person, excerpt: made.excerpt })
    }
    return mail
  }

  #pickThread(): Thread | null {
    const answerable = this.#threads.filter(({ sent }) => sent.length > 0)
    return answerable.length === 0 ? null : this.#chance.pick(answerable)
  }

  /** An id that was used; nobody answers it any more, since it names two mails from now on. */
  #takeId(thread: Thread): string {
    const [taken] = thread.sent.splice(this.#chance.below(thread.sent.length), 1)
    if (taken === undefined) throw new Error('the case has no mail')
    const at = this.#repeatable.findIndex(({ position }) => position === taken.position)
    if (at >= 0) this.#repeatable.splice(at, 1)
    return taken.id
  }
}

function subjectOf(kind: MailKind, { subject, language }: Thread): { plain: string; text: string } {
  const mark = language === 'zh' ? '回复：' : 'Re: '
  if (kind === 'reply-number-only') return { plain: `Re: [${numberPlaceholder}] `, text: subject }
  return { plain: '', text: kind.startsWith('reply-') ? `${mark}${subject}` : subject }
}
