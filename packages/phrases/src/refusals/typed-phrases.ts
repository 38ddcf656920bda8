import type { PhraseTable } from '../phrase-table.ts'

/** What was typed. */
export const typedPhrases = {
  SERIAL_MALFORMED: {
    en: {
      title: 'The serial number contains a mistake.',
      userAction:
        '[?looksLike=product-key: What was entered looks like a product key; enter the serial number here. ][?looksLike=support-code: What was entered looks like a support code; enter the serial number here. ][At most {textLengthMax} characters are read. ][Look at group {groups}: it does not match the printed one. ][It has {length} characters instead of 15. ][There are {several} different serial numbers in the text; enter one. ][Name the one that is meant with {option}, together with --label. ]Compare it with the label or the list and enter it again: 3 groups of 5 characters.',
      adminAction:
        'Send the serial number as text instead of reading it out. It is not secret and can be found again in the order.',
    },
    zh: {
      title: '序列号有误。',
      userAction:
        '[?looksLike=product-key:所输入的内容像是产品密钥，此处请输入序列号。][?looksLike=support-code:所输入的内容像是支持码，此处请输入序列号。][最多读取 {textLengthMax} 个字符。][第 {groups} 组与印刷的序列号不符。][共输入 {length} 个字符，应为 15 个。][文本中有 {several} 个不同的序列号，请只输入一个。][请在 --label 之外用 {option} 指明所需的序列号。]请对照标签或序列号清单重新输入：共 3 组，每组 5 个字符。',
      adminAction: '请以文本方式发送序列号，不要口头转述。序列号不属于机密，可在订单中查到。',
    },
  },
  PRODUCT_KEY_MALFORMED: {
    en: {
      title: 'The product key contains a mistake.',
      userAction:
        '[?looksLike=serial: What was entered looks like a serial number; enter the product key here. ][?looksLike=support-code: What was entered looks like a support code; enter the product key here. ][At most {textLengthMax} characters are read. ][Look at group {groups}: it does not match the original. ][It has {length} characters instead of 25. ][There are {several} different product keys in the text; enter one. ]Compare it with the original and enter it again: 5 groups of 5 characters.',
      adminAction:
        'The product key was shown once, with the order, and is stored nowhere. If it is lost, give the order a new one; activated devices are not affected.',
    },
    zh: {
      title: '产品密钥有误。',
      userAction:
        '[?looksLike=serial:所输入的内容像是序列号，此处请输入产品密钥。][?looksLike=support-code:所输入的内容像是支持码，此处请输入产品密钥。][最多读取 {textLengthMax} 个字符。][第 {groups} 组与原文不符。][共输入 {length} 个字符，应为 25 个。][文本中有 {several} 个不同的产品密钥，请只输入一个。]请对照原文重新输入：共 5 组，每组 5 个字符。',
      adminAction:
        '产品密钥仅在生成订单时显示一次，系统不保存。如已遗失，请为该订单更换产品密钥；已激活的设备不受影响。',
    },
  },
  SUPPORT_CODE_MALFORMED: {
    en: {
      title: 'The support code contains a mistake.',
      userAction:
        '[?looksLike=serial: What was entered looks like a serial number. ][?looksLike=product-key: What was entered looks like a product key; never send that to anybody. ][Look at group {groups}. ]Read the support code from the screen again: 3 groups of 5 characters.',
      adminAction:
        '[Ask for group {groups} again. ][Its format {format} is not known here: the program that made it may be newer. ][Its day lies {days} after 0001-01-01, which is none of the calendar. ]Ask for the code as text or as a picture of the screen.',
    },
    zh: {
      title: '支持码有误。',
      userAction:
        '[?looksLike=serial:所输入的内容像是序列号。][?looksLike=product-key:所输入的内容像是产品密钥，请勿发送给任何人。][请核对第 {groups} 组。]请对照屏幕重新读取支持码：共 3 组，每组 5 个字符。',
      adminAction:
        '[请再次确认第 {groups} 组。][其格式 {format} 在此无法识别：生成支持码的程序可能更新。][其中的日期距 0001-01-01 有 {days}，并不存在。]请对方以文本或屏幕截图的方式提供支持码。',
    },
  },
} as const satisfies PhraseTable
