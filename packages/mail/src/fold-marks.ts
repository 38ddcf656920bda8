// Words and shapes by which mailers set off what is quoted and what is signed, in both languages. spec: mail §5

/** Names of the lines in a block of quoted headers. */
export const quotedHeaders: readonly {
  readonly header: 'from' | 'sent' | 'to' | 'cc' | 'subject'
  readonly label: RegExp
}[] = [
  { header: 'from', label: /^(?:from|发件人|发信人|寄件者|寄件人|發件人)$/i },
  {
    header: 'sent',
    label: /^(?:sent|date|sent on|发送时间|发送日期|日期|时间|发件时间|寄件日期|傳送時間|發送時間)$/i,
  },
  { header: 'to', label: /^(?:to|收件人|收信人|收件者)$/i },
  { header: 'cc', label: /^(?:cc|bcc|抄送|抄送人|密送|副本|副本抄送)$/i },
  { header: 'subject', label: /^(?:subject|主题|标题|主旨|主題)$/i },
]

/** A line that says: from here on everything is an earlier mail. Blanks are single, and none stand around it. */
export const separators: readonly RegExp[] = [
  /^[-_=—─]{2,80} ?(?:original message|original mail|original appointment|forwarded message|forwarded mail|forwarded by .{1,100}|reply message|原始邮件|原始郵件|原邮件|原文|转发邮件|转发的邮件|转发邮件信息|转发邮件消息|轉寄郵件|回复的原邮件|回复的邮件|被转发邮件信息|邮件原件|原始信件) ?[-_=—─]{0,80}$/i,
  /^(?:begin forwarded message|开始转发的邮件|开始转发的邮件信息|下面是转发的邮件|下面是被转发的邮件) ?[:：]$/i,
  /^(?:-{2,20} ?)?回复的原邮件(?: ?-{2,20})?$/,
]

/** The end of the words that stand before a quotation: `On ... wrote:`, `在 ... 写道：`. */
export const attributionEnd = /(?:\bwrote|\bwrites|写道|寫道|的原始内容|写到|来信说) ?[:：]$/i
/** What such words hold beside them: a moment or an address. */
export const attributionHint =
  /\d{1,4} ?[-/.年月日:]|\b(?:19|20)\d{2}\b|@|<|\b(?:mon|tue|wed|thu|fri|sat|sun)/i

/** How they begin, where they go over several lines. */
export const attributionStart = /^(?:on|at|in|am|le|在|于|於|\d{4} ?[-/年]|.{1,80}[<@]|.{1,60}于 ?\d{4})/i

/** Lines that a mailer adds below what was written. */
export const mailerSignatures: readonly RegExp[] = [
  /^(?:发自|發自|发送自|來自|来自) ?(?:我的|手机|移动|网易|新浪|qq|foxmail|outlook|windows|iphone|ipad|安卓|android|小米|华为|荣耀|红米|oppo|vivo|三星|魅族|阿里|139|189|wps|钉钉|飞书|企业微信).{0,60}$/i,
  /^(?:从|通过|使用) ?(?:我的|outlook|windows|qq|foxmail|网易|iphone|android|手机).{0,40}(?:获取|发送|发出)?$/i,
  /^sent (?:from|with|via) (?:my |the )?(?:mobile|phone|iphone|ipad|android|galaxy|samsung|huawei|xiaomi|outlook|mail for|proton|yahoo|blackberry|smartphone|workspace|mailmaster|netease|qq|foxmail).{0,60}$/i,
  /^get outlook for .{1,30}$/i,
  /^(?:获取|下载) ?(?:适用于)?.{0,20}(?:outlook|邮箱大师).{0,30}$/i,
  /^(?:签名由|簽名由|此邮件由) ?.{1,30}(?:定制|发送)$/,
]
