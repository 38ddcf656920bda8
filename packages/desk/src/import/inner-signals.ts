// What only colleagues write: nicknames, and the customer spoken of by name. spec: case-import §4
import type { ReadMessage } from './read-message.ts'
import { listCustomerNames } from './organisations.ts'
import { spanAt, type AudienceSignal } from './read-words.ts'

const weights = { nickname: 4, spokenOf: 3, named: 2 }

const nickname = /^[老小阿]\p{Script=Han}{1,2}(?=\s?[,，、:：\n])/u
/** Behind the customer's name: what a third party does. */
const doing =
  /^\s?(?:那边|那里|这边|反馈|报(?:上来|了|过来|障)?|要求?|说|催|现场|想|又|案|这个|这家|不接受|(?:have|has|had|needs?|wants?|asked?|asks|reports?|reported|says?|said|won't|will|would|can't|cannot|complain\w{0,3}|insists?|expects?|rang|called|phoned|got|get)\b)/i
/** In front of it: a letter that is addressed to it, or its own people. */
const addressed = /(?:致|尊敬的|\b(?:dear|to|messrs|attn)[:.]?)\s{0,3}$/i

/** `老曹，`: among colleagues; customers call the vendor's people so too, and are told apart by their side. */
export function nicknameSignals({ source, parts }: ReadMessage): AudienceSignal[] {
  const { own, greeting } = parts
  const found = nickname.exec(own.slice(greeting.from, greeting.to))
  if (found === null) return []
  const span = spanAt(source.index, source.text, { from: greeting.from, length: found[0].length })
  return [{ says: 'internal', weight: weights.nickname, span, key: 'nickname' }]
}

/** `Orrin Vale have reported`: whoever speaks of the customer by name does not speak to it. */
export function spokenOfSignals({ source, parts }: ReadMessage, customer: string | null): AudienceSignal[] {
  const { own, signature } = parts
  const end = signature.to > signature.from ? signature.from : own.length
  const text = own.slice(0, end).toLowerCase()
  let weaker: AudienceSignal | null = null
  for (const name of listCustomerNames(customer))
    for (
      let at = text.indexOf(name), seen = 0;
      at >= 0 && seen < namedMax;
      at = text.indexOf(name, at + 1), seen++
    ) {
      const before = text.slice(Math.max(0, at - 12), at)
      const behind = text.slice(at + name.length, at + name.length + 16)
      if (
        addressed.test(before) ||
        (/[a-z0-9]$/.test(before) && /^[a-z]/.test(name)) ||
        /^[\w@.]/.test(behind)
      )
        continue
      const span = spanAt(source.index, source.text, { from: at, length: name.length })
      if (doing.test(behind)) return [{ says: 'internal', weight: weights.spokenOf, span, key: 'spoken of' }]
      weaker ??= { says: 'internal', weight: weights.named, span, key: 'spoken of' }
    }
  return weaker === null ? [] : [weaker]
}

/** Places of one name that are looked at in one mail. */
const namedMax = 20
