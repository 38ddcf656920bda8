// By what a mail shows that no hand wrote it: headers, senders, subjects. RFC 3834, RFC 2919 and practice. spec: mail §6

export type AutomatonKind = 'bounce' | 'own' | 'out-of-office' | 'auto-reply' | 'list' | 'machine'

/** Where several kinds are shown, the first of these counts. */
export const kindsInOrder: readonly AutomatonKind[] = [
  'own',
  'bounce',
  'out-of-office',
  'auto-reply',
  'list',
  'machine',
]

/** A header of this name whose value fits shows the kind; the header is the reason. */
export const headerRules: readonly {
  readonly header: string
  readonly value: RegExp
  readonly kind: AutomatonKind
}[] = [
  { header: 'auto-submitted', value: /^auto-replied\b/i, kind: 'auto-reply' },
  { header: 'auto-submitted', value: /^(?!no\b|auto-replied\b)\S/i, kind: 'machine' },
  { header: 'x-autoreply', value: /^(?!no\b|false\b|0$)\S/i, kind: 'auto-reply' },
  { header: 'x-auto-reply', value: /^(?!no\b|false\b|0$)\S/i, kind: 'auto-reply' },
  { header: 'x-autorespond', value: /^(?!no\b)/i, kind: 'auto-reply' },
  { header: 'x-autoresponder', value: /^(?!no\b)/i, kind: 'auto-reply' },
  { header: 'x-autoreply-from', value: /./, kind: 'auto-reply' },
  { header: 'x-auto-reply-from', value: /./, kind: 'auto-reply' },
  { header: 'x-mail-autoreply', value: /^(?!no\b)/i, kind: 'auto-reply' },
  { header: 'delivered-to', value: /^autoresponder/i, kind: 'auto-reply' },
  { header: 'precedence', value: /^auto[-_]?reply/i, kind: 'auto-reply' },
  { header: 'precedence', value: /^list\b/i, kind: 'list' },
  { header: 'precedence', value: /^(?:bulk|junk)\b/i, kind: 'machine' },
  { header: 'x-precedence', value: /^auto[-_]?reply/i, kind: 'auto-reply' },
  { header: 'x-precedence', value: /^(?:bulk|junk)\b/i, kind: 'machine' },
  { header: 'x-ms-exchange-generated-message-source', value: /out of office|oof/i, kind: 'out-of-office' },
  { header: 'x-ms-exchange-inbox-rules-loop', value: /./, kind: 'auto-reply' },
  { header: 'x-auto-response-suppress', value: /^(?!none\b)\S/i, kind: 'machine' },
  { header: 'list-id', value: /./, kind: 'list' },
  { header: 'list-post', value: /./, kind: 'list' },
  { header: 'list-unsubscribe', value: /./, kind: 'list' },
  { header: 'x-mailing-list', value: /./, kind: 'list' },
  { header: 'x-failed-recipients', value: /@/, kind: 'bounce' },
  { header: 'x-fc-machinegenerated', value: /^true/i, kind: 'machine' },
  { header: 'x-cron-env', value: /./, kind: 'machine' },
  { header: 'feedback-id', value: /./, kind: 'machine' },
]

/** Subjects of machines, from their beginning: an answer of a person to one of these has a reply mark before it. */
export const subjectRules: readonly { readonly subject: RegExp; readonly kind: AutomatonKind }[] = [
  {
    subject:
      /^\s*(?:out of (?:the )?office|ooo\b|vacation(?: reply| response)|away from (?:my )?mail|on (?:annual )?leave\b)/i,
    kind: 'out-of-office',
  },
  {
    subject: /^\s*(?:外出自动(?:回复|答复)|休假自动(?:回复|答复)|外出通知|不在办公室|休假通知|外出[:：])/,
    kind: 'out-of-office',
  },
  {
    subject: /^\s*(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response|answer)|autoreply|auto:)/i,
    kind: 'auto-reply',
  },
  {
    subject: /^\s*[[(【（]?(?:自动回复|自動回覆|自动答复|系统自动回复|邮件自动回复|自动应答)/,
    kind: 'auto-reply',
  },
  { subject: /^\s*(?:read|delivered|已读|已送达|not read|未读)[:：]/i, kind: 'machine' },
]

/** Words of an auto-reply that say its writer is away. */
export const awayWords: RegExp =
  /out of (?:the )?office|\bon (?:annual |sick |parental |maternity |business )?(?:leave|vacation|holiday)\b|limited access to (?:my )?e?-?mail|will (?:be )?(?:return|back)(?:ing)? on|休假|出差|外出|不在办公室|不在公司|年假|度假|请假|返回办公室|无法及时(?:回复|查看)/i

/** Subjects of reports that a mail did not arrive. */
export const bounceSubjects: RegExp =
  /^\s*(?:undeliverable|undelivered|undelivered mail returned to sender|delivery (?:status notification|failure|delayed|has failed|problem)|mail delivery (?:failed|failure|system|subsystem|delayed)|mail system error|failure notice|returned mail|returned to sender|warning: (?:could not send|message .{1,80} delayed)|message (?:delivery failure|delayed)|non[- ]?delivery|(?:re(?:turn)?ed )?undelivered|systems? bounce|未送达|无法送达|無法送達|无法投递|投递失败|邮件投递失败|发送失败|邮件发送失败|系统退信|退信|退信通知|邮件退回|邮件被退回|传递状态通知|邮件延迟|来自.{1,40}的退信)/i

/** Local parts that carry reports of the mail system. */
export const mailSystemSenders: RegExp =
  /^(?:mailer-daemon|postmaster|mail-daemon|maildaemon|mailerdaemon|microsoftexchange[0-9a-f]*|bounce[sd]?)$/i

/** Local parts at which nobody reads. */
export const machineSenders: RegExp =
  /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|noreply[-_.+].{1,60}|.{1,60}[-_.+]no-?reply|auto[-_.]?(?:mailer|notify|confirm|reply)|notifications?|mailer|cron|root|system|nobody)$/i

/** Words of a report that a mail did not arrive, for reports without a form. */
export const bounceWords: RegExp =
  /could not be delivered|couldn't be delivered|was not delivered|wasn't delivered|delivery (?:has )?failed|failed permanently|permanent (?:fatal )?error|returned to sender|undeliverable|unable to deliver|user unknown|no such user|mailbox (?:is )?(?:full|unavailable|not found)|does not exist|recipient rejected|无法(?:送达|投递|发送)|未能(?:送达|投递)|投递失败|发送失败|退信|被退回|收件人不存在|用户不存在|邮箱不存在|邮箱已满|帐号不存在|账号不存在|拒收/i

/** Words that say that it is still being tried. */
export const delayWords: RegExp =
  /delayed|has not (?:yet )?been delivered|will (?:be )?(?:retr|continue|keep trying)|still being retried|temporar|this is a warning message only|延迟|尚未送达|稍后重试|将继续尝试|暂时|正在重试/i
