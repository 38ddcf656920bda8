import type { PhraseTable } from '../phrase-table.ts'

/** What administrators send in: text, rows and files of other programs. */
export const readPhrases = {
  TEXT_NOT_RECOGNISED: {
    en: {
      title: 'This text holds no licence information that can be read.',
      userAction:
        'Run slmgr.vbs /dlv on the device and send what it shows, as text and complete, from the first line to the last.',
      adminAction:
        '[The text has {lines} lines. ][At most {linesMax} lines are read; send it in parts. ][At most {productsMax} licences are read; send them in parts. ][?nearest=version: A version number was found, and nothing else. ][?nearest=guid: An identifier was found, and nothing else. ][?nearest=label: A label was found without anything that belongs to it. ][?nearest=table: It is a table that no reader knows. ][Its columns: {columns}. ][Look at line {line}. ]Text in English and Simplified Chinese is read in full; of other languages only what needs no translation. Copied into a temporary folder and run from there, slmgr.vbs prints English.',
    },
    zh: {
      title: '此文本中没有可以识别的许可信息。',
      userAction: '请在设备上运行 slmgr.vbs /dlv，并将显示的内容以文本形式完整发送，从第一行到最后一行。',
      adminAction:
        '[文本共 {lines} 行。][最多读取 {linesMax} 行，请分批发送。][最多读取 {productsMax} 个许可，请分批发送。][?nearest=version:只找到一个版本号。][?nearest=guid:只找到一个标识符。][?nearest=label:找到了标签，但没有与之对应的内容。][?nearest=table:这是一个表格，但不是可识别的列表。][其列名：{columns}。][请查看第 {line} 行。]英文和简体中文的文本可以完整读取；其他语言只读取无需翻译的内容。将 slmgr.vbs 复制到临时文件夹并在该处运行，即可得到英文输出。',
    },
  },
} as const satisfies PhraseTable
