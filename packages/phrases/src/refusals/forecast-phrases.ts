import type { PhraseTable } from '../phrase-table.ts'

/** What a forecast cannot go on without. It reads and never changes anything. */
export const forecastPhrases = {
  MAPPING_AMBIGUOUS: {
    en: {
      title: 'It is not certain which column of the table is which.',
      userAction:
        'Look at the proposed options, correct them where needed, and add them to the command[?complaints: (they stand above, ready to paste)].',
      adminAction: '[Proposed: {map}. ]At a terminal the command asks instead.',
    },
    zh: {
      title: '无法确定表格各列的含义。',
      userAction: '请核对建议的选项，必要时更正，然后加入命令中[?complaints:（见上，可直接粘贴）]。',
      adminAction: '[建议：{map}。]在终端中运行时，命令会直接询问。',
    },
  },
  MAPPING_MISSING: {
    en: {
      title: 'The table lacks a column that is needed.',
      userAction:
        '[There is no column "{column}". ][One of these is needed: {anyOf}. ]Say which column it is with --map field=column[?complaints:; the columns stand above].',
      adminAction: 'Where no column has it, export the list again with that column.',
    },
    zh: {
      title: '表格缺少必需的列。',
      userAction:
        '[没有名为“{column}”的列。][需要其中之一：{anyOf}。]请用 --map 字段=列名 指定[?complaints:（现有的列见上）]。',
      adminAction: '如果没有任何列含有此信息，请重新导出包含该列的清单。',
    },
  },
  GRANTED_MISSING: {
    en: {
      title: 'Nothing says for how long the licences were granted.',
      userAction:
        'Add --granted with the term from the order, for example --granted 150000d, or map a column to "granted".',
      adminAction: 'The term stands in the order.',
    },
    zh: {
      title: '没有任何信息说明授权期限。',
      userAction: '请用 --granted 给出订单中的期限，例如 --granted 150000d，或将某一列对应到 granted。',
      adminAction: '授权期限见订单。',
    },
  },
  FINDING_UNREADABLE: {
    en: {
      title: 'This is no finding.',
      userAction:
        'Give the file that "holdfast explain --json" wrote[, instead of {file}], or a name as 32-bit-seconds.',
      adminAction: 'A finding names a unit, a width and what happens past the end.',
    },
    zh: {
      title: '这不是分析结论。',
      userAction:
        '请给出 holdfast explain --json 写出的文件[（而不是 {file}）]，或写名称，如 32-bit-seconds。',
      adminAction: '分析结论应包含单位、位宽以及超出后的行为。',
    },
  },
  PLAN_UNREADABLE: {
    en: {
      title: 'This is no plan.',
      userAction:
        'Give the file that "holdfast plan show --json" wrote[, instead of {file}].[?complaints: What is wrong stands above.]',
      adminAction: 'It has a list "items"; each has "device" and "expectedEnd".',
    },
    zh: {
      title: '这不是修复计划。',
      userAction: '请给出 holdfast plan show --json 写出的文件[（而不是 {file}）]。[?complaints:问题见上。]',
      adminAction: '文件含有列表 items，每项含 device 和 expectedEnd。',
    },
  },
  FINDING_WITHOUT_FAULT: {
    en: {
      title: 'No fault of time follows from this finding.',
      userAction:
        'Give --granted with the term from the order, or a finding by its name, as 32-bit-seconds, or as the file that "holdfast explain --json" wrote[, instead of {finding}].',
      adminAction:
        'A finding of the server[ ({found})] counts where explain finds one fault in what was seen on its devices. Those of the code TERM_UNLIKE_ORDER mostly have one.',
    },
    zh: {
      title: '无法由此待查事项得出时间故障。',
      userAction:
        '请用 --granted 给出订单中的期限，或改用名称（如 32-bit-seconds），或 holdfast explain --json 写出的文件[（而不是 {finding}）]。',
      adminAction:
        '只有当 explain 能从相关设备的观测中找出一种故障时，待查事项[（{found}）]才可使用；TERM_UNLIKE_ORDER 通常可以。',
    },
  },
  DEVICE_AMBIGUOUS: {
    en: {
      title: 'Several devices have this host name.',
      userAction: 'Name the device by its id[: {devices}], or add --customer.',
      adminAction: 'Host names are names within one customer alone.',
    },
    zh: {
      title: '有多台设备使用此主机名。',
      userAction: '请用标识指定设备[：{devices}]，或加上 --customer。',
      adminAction: '主机名只在同一客户内有意义。',
    },
  },
} as const satisfies PhraseTable
