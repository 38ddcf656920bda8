import type { PhraseTable } from '../phrase-table.ts'

/** Models of devices: files that people write, and scripts that are played on them. No device is touched by either. */
export const modelPhrases = {
  MODEL_MALFORMED: {
    en: {
      title: 'The file of the modelled device does not follow its format.',
      userAction: 'Correct the file and try again[: {complaints}]. No device is touched.',
      adminAction:
        '[The file is {file}. ][There are {count} complaints. ]The format is described in docs/spec/modelled-device.md; "holdfast model show" prints a model that is right.',
    },
    zh: {
      title: '设备模型文件不符合格式要求。',
      userAction: '请更正文件后重试[：{complaints}]。此操作不涉及任何设备。',
      adminAction:
        '[文件：{file}。][共有 {count} 处问题。]格式说明见 docs/spec/modelled-device.md；“holdfast model show”可显示正确的模型示例。',
    },
  },
  MODEL_UNKNOWN: {
    en: {
      title: 'There is no modelled device of this name.',
      userAction: 'Choose one of those that come with the product[: {shipped}], or name a YAML file.',
      adminAction: '[Asked for was {model}. ]"holdfast model list" shows what there is.',
    },
    zh: {
      title: '没有此名称的设备模型。',
      userAction: '请选择随产品提供的模型[：{shipped}]，或指定一个 YAML 文件。',
      adminAction: '[所请求的模型：{model}。]“holdfast model list”可列出现有模型。',
    },
  },
  MODEL_SCRIPT_WRONG: {
    en: {
      title: 'What is to be played does not fit the modelled device.',
      userAction: 'Correct what was given and try again[: {complaints}].',
      adminAction: '"holdfast model show" lists the releases and actions that the model knows.',
    },
    zh: {
      title: '给定的步骤与设备模型不符。',
      userAction: '请更正后重试[：{complaints}]。',
      adminAction: '“holdfast model show”可列出该模型所包含的发行版和操作。',
    },
  },
  MODEL_RUN_TOO_LONG: {
    en: {
      title: 'So much happens in this run that its timeline would be too long to read.',
      userAction: 'Play a shorter time with --until.',
      adminAction:
        '[The model is {model}. ][A timeline has at most {entriesMax} entries. ]Longer intervals between renewals help too.',
    },
    zh: {
      title: '此次模拟中的事件过多，时间线过长而无法阅读。',
      userAction: '请用 --until 缩短模拟的时间范围。',
      adminAction: '[模型：{model}。][时间线最多 {entriesMax} 条。]也可以延长续订间隔。',
    },
  },
} as const satisfies PhraseTable
