import { parseReplyAddress, type MatchSettings, type NumberPattern, type ReplyKey } from '@holdfast/desk'
import type { MailConfig } from '../config/mail-config.ts'

/** What mails are read and matched by. */
export type ReceivingSettings = {
  readonly match: MatchSettings
  readonly numbers: NumberPattern
  readonly tokens: NumberPattern
  readonly ownDomains: readonly string[]
  readonly staffDomains: readonly string[]
  readonly upstreamDomains: readonly string[]
}

export function receivingSettingsOf(config: MailConfig, keys: readonly ReplyKey[]): ReceivingSettings {
  return {
    match: {
      mailboxes: [config.replyMailbox],
      messageIdDomains: [config.messageIdDomain],
      ownAddresses: config.ownAddresses,
      keys,
      patterns: [config.numbers, config.tokens, ...config.foreignPatterns],
      foreignHeaders: config.foreignHeaders,
      reopenDays: config.reopenDays,
    },
    numbers: config.numbers,
    tokens: config.tokens,
    ownDomains: config.ownDomains,
    staffDomains: config.staffDomains,
    upstreamDomains: config.upstreamDomains,
  }
}

/** Whether an address, in lower case, is the desk's: no person's, and nobody's part in a case. */
export function isDeskAddress(address: string, { match, ownDomains }: ReceivingSettings): boolean {
  return (
    match.ownAddresses.includes(address) ||
    parseReplyAddress(address, match.mailboxes) !== null ||
    ownDomains.includes(address.slice(address.lastIndexOf('@') + 1))
  )
}
