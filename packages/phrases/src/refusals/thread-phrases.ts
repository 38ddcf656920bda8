import type { PhraseTable } from '../phrase-table.ts'

/** Threads that are imported; nothing was taken in. */
export const threadPhrases = {
  THREAD_UNREADABLE: {
    en: {
      title: 'This text is not an exported thread.',
      userAction: 'Export the thread again as plain text, or save its mails as EML, MBOX or MSG.',
      adminAction:
        '[?because=subject: The line of the subject is missing at its beginning. ][?because=messages: There is no separator line with a sender, a time or a text below it. ]The form is described in docs/spec/case-import.md.',
    },
    zh: {
      title: '此文本不是导出的邮件往来记录。',
      userAction: '请重新将邮件往来导出为纯文本，或将邮件另存为 EML、MBOX 或 MSG。',
      adminAction:
        '[?because=subject:开头缺少“邮件主题：”一行。][?because=messages:没有“====第1封邮件====”这样的分隔行，或其下方没有“发件人：”。]格式说明见 docs/spec/case-import.md。',
    },
  },
  THREAD_TOO_LARGE: {
    en: {
      title: 'This thread is larger than anything that is imported.',
      userAction: 'Split the thread into several files and import them one after another.',
      adminAction:
        '[?limit=length: The text has too many characters. ][?limit=messages: There are too many mails in it. ][?limit=message: One mail has too many characters. ][?limit=head: A subject, a sender or a time has too many characters. ][The limit is {max}. ]Nothing of it was taken in.',
    },
    zh: {
      title: '此邮件往来记录超过了可导入的大小。',
      userAction: '请将其拆分为多个文件，分别导入。',
      adminAction:
        '[?limit=length:文本过长。][?limit=messages:邮件数量过多。][?limit=message:其中一封邮件过长。][?limit=head:主题、发件人或时间过长。][上限为 {max}。]未导入其中任何内容。',
    },
  },
} as const satisfies PhraseTable
