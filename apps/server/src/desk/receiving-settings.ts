import { parseReplyAddress, type MatchSettings, type NumberPattern } from '@holdfast/desk'
import type { MailConfig } from '../config/mail-config.ts'
import type { AutomaticTools } from './automatic/automatic-rule.ts'
import type { DeskKeys } from './desk-secret.ts'

/** What mails are read and matched by. */
export type ReceivingSettings = {
  readonly match: MatchSettings
  /** Of `identityOfMail`. */
  readonly identityKey: Uint8Array
  readonly numbers: NumberPattern
  readonly tokens: NumberPattern
  readonly ownDomains: readonly string[]
  readonly staffDomains: readonly string[]
  readonly upstreamDomains: readonly string[]
  /** null: no rule was written, or nothing can be sent. */
  readonly automatic: AutomaticTools | null
}

export function receivingSettingsOf(
  config: MailConfig,
  keys: Pick<DeskKeys, 'reply' | 'identity'>,
): ReceivingSettings {
  return {
    match: {
      mailboxes: [config.replyMailbox],
      messageIdDomains: [config.messageIdDomain],
      ownAddresses: config.ownAddresses,
      keys: keys.reply,
      patterns: [config.numbers, config.tokens, ...config.foreignPatterns],
      foreignHeaders: config.foreignHeaders,
      reopenDays: config.reopenDays,
    },
    identityKey: keys.identity,
    numbers: config.numbers,
    tokens: config.tokens,
    ownDomains: config.ownDomains,
    staffDomains: config.staffDomains,
    upstreamDomains: config.upstreamDomains,
    automatic: automaticOf(config, keys),
  }
}

function automaticOf(config: MailConfig, keys: Pick<DeskKeys, 'reply' | 'identity'>): AutomaticTools | null {
  const { automaticRules: rules, automaticLimits: limits, ownAddresses, ownDomains, staffDomains } = config
  if (rules.length === 0 || config.sender === null) return null
  const policy = { limits, ownAddresses, ownDomains: [...ownDomains, ...staffDomains] }
  return { rules, policy, mail: config, replyKeys: keys.reply, identityKey: keys.identity }
}

/** Whether an address, in lower case, is the desk's: no person's, and nobody's part in a case. */
export function isDeskAddress(address: string, { match, ownDomains }: ReceivingSettings): boolean {
  return (
    match.ownAddresses.includes(address) ||
    parseReplyAddress(address, match.mailboxes) !== null ||
    ownDomains.includes(address.slice(address.lastIndexOf('@') + 1))
  )
}
