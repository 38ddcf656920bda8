import type { PhraseTable } from '../phrase-table.ts'

/** Mails that are written. Nothing was sent when one of these is told. */
export const mailPhrases = {
  MAIL_DRAFT_REFUSED: {
    en: {
      title: 'The mail cannot be written as it is, and nothing was sent.',
      userAction:
        '[?because=control-character: Remove line breaks and invisible characters. ][?because=malformed: Correct the spelling. ][?because=missing: Fill in what is empty. ][?because=too-long: Shorten it. ][?because=too-many: Leave some of them out. ][?because=too-large: Send fewer or smaller attachments, or texts in a second mail. ]Then send the mail again; the draft is kept.',
      adminAction:
        '[?field=messageId: Where: the Message-ID. ][?field=date: Where: the date. ][?field=from: Where: the sender. ][?field=to: Where: the recipients. ][?field=cc: Where: the copies. ][?field=replyTo: Where: the address for answers. ][?field=subject: Where: the subject. ][?field=attachments: Where: the attachments. ][?field=content: Where: texts and attachments together. ][?because=control-character: A name or the subject holds a line break or another control character, with which a header could be forged. ][?because=malformed: An address, a Message-ID, a media type or the offset of the date has no valid form. ][?because=missing: There is no recipient, or an attachment without a name. ][?because=too-long: A name or the subject is longer than its limit. ][?because=too-many: There are too many recipients or attachments. ][?because=too-large: Texts and attachments together are larger than the limit. ]No mail server was asked.',
    },
    zh: {
      title: '无法按当前内容生成邮件，邮件未发送。',
      userAction:
        '[?because=control-character:请删除其中的换行和不可见字符。][?because=malformed:请更正写法。][?because=missing:请补全空缺内容。][?because=too-long:请缩短内容。][?because=too-many:请减少数量。][?because=too-large:请减少或缩小附件，或分成两封邮件发送。]修改后请重新发送；草稿已保留。',
      adminAction:
        '[?field=messageId:位置：邮件标识（Message-ID）。][?field=date:位置：日期。][?field=from:位置：发件人。][?field=to:位置：收件人。][?field=cc:位置：抄送人。][?field=replyTo:位置：回复地址。][?field=subject:位置：主题。][?field=attachments:位置：附件。][?field=content:位置：正文和附件。][?because=control-character:姓名或主题中含有换行或其他控制字符，可能被用来伪造邮件头。][?because=malformed:地址、Message-ID、媒体类型或日期的时区偏移格式无效。][?because=missing:没有收件人，或有附件未命名。][?because=too-long:姓名或主题超过长度上限。][?because=too-many:收件人或附件过多。][?because=too-large:正文与附件的总大小超过上限。]未连接任何邮件服务器。',
    },
  },
} as const satisfies PhraseTable
