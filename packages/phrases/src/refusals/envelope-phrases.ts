import type { PhraseTable } from '../phrase-table.ts'

/** Files and messages that cannot be read. Nothing on the device changes by any of them. */
export const envelopePhrases = {
  ENVELOPE_TOO_LARGE: {
    en: {
      title: 'The file or message is larger than any licence file can be.',
      userAction:
        'Choose the licence file itself, not an archive or a picture of it. Nothing was changed on this device.',
      adminAction:
        '[It has {bytes}. ][At most {bytesMax} are allowed. ][It holds {bundles} trust bundles; at most {bundlesMax} are allowed at once. ][It holds {blocks} blocks; at most {blocksMax} are allowed. ][It has {characters} characters; at most {charactersMax} are allowed. ]Send the file as it was written, unchanged.',
    },
    zh: {
      title: '文件或消息超出允许的大小。',
      userAction: '请选择授权文件本身，不要选择压缩包或图片。本设备未作任何更改。',
      adminAction:
        '[实际大小为 {bytes}。][上限为 {bytesMax}。][其中有 {bundles} 个信任包，一次最多 {bundlesMax} 个。][其中有 {blocks} 个数据块，最多 {blocksMax} 个。][共有 {characters} 个字符，最多 {charactersMax} 个。]请原样发送所生成的文件。',
    },
  },
  ENVELOPE_TRUNCATED: {
    en: {
      title: 'The end of the text is missing.',
      userAction:
        'Copy the text again, from the BEGIN line to the END line[ (the block starts at line {line})]. Nothing was changed on this device.',
      adminAction: 'Send it as an attached file: mail programs and forms cut long texts.',
    },
    zh: {
      title: '文本不完整，缺少结尾部分。',
      userAction:
        '请重新复制完整文本，从 BEGIN 行到 END 行[（该段从第 {line} 行开始）]。本设备未作任何更改。',
      adminAction: '请以附件形式发送文件：邮件程序和网页表单可能会截断较长的文本。',
    },
  },
  ENVELOPE_DAMAGED: {
    en: {
      title: 'The text was damaged on its way.',
      userAction:
        'Copy or transfer it again[; the block starts at line {line}]. Nothing was changed on this device.',
      adminAction:
        'Send it as an attached file. The check at its head shows that characters were altered or lost; it is no sign of forgery.',
    },
    zh: {
      title: '文本在传递过程中损坏。',
      userAction: '请重新复制或传送[（该段从第 {line} 行开始）]。本设备未作任何更改。',
      adminAction: '请以附件形式发送文件。首部的校验值表明部分字符被改动或丢失，这并不意味着文件系伪造。',
    },
  },
  ENVELOPE_MALFORMED: {
    en: {
      title: 'This is not a licence file.',
      userAction: 'Choose the file that you were sent for this device. Nothing was changed on this device.',
      adminAction:
        '[The first fault is at "{path}". ][See line {line}. ]Check that the right file was sent and that no program converted it.',
    },
    zh: {
      title: '这不是授权文件。',
      userAction: '请选择为本设备提供的文件。本设备未作任何更改。',
      adminAction:
        '[首个错误位于“{path}”。][请查看第 {line} 行。]请确认所发送的文件无误，且未被其他程序转换。',
    },
  },
  ENVELOPE_OTHER_KIND: {
    en: {
      title: 'This file is meant for something else.',
      userAction:
        '[Its kind is "{found}". ][Wanted is the kind "{expected}". ]A request goes to the vendor; the answer to it comes back to the device. Nothing was changed.',
      adminAction: 'Check whether request and answer were mixed up.',
    },
    zh: {
      title: '该文件不适用于此操作。',
      userAction:
        '[该文件的类型为“{found}”。][此处需要的类型为“{expected}”。]申请文件应发送给厂商，应答文件应导入设备。未作任何更改。',
      adminAction: '请确认申请文件与应答文件是否混淆。',
    },
  },
  FORMAT_UNKNOWN: {
    en: {
      title: 'This file was made for a newer version of the software.',
      userAction:
        'Nothing is wrong with the file. Update the software on this device, then apply the file again.',
      adminAction:
        '[It needs "{path}". ][Its version is {version}. ]Update the device, or ask the vendor for a file in the earlier format.',
    },
    zh: {
      title: '该文件需要更新版本的软件才能读取。',
      userAction: '文件本身没有问题。请更新本设备上的软件，然后重新导入该文件。',
      adminAction: '[需要支持“{path}”。][文件版本为 {version}。]请更新设备，或请厂商提供旧格式的文件。',
    },
  },
  ARTEFACT_MALFORMED: {
    en: {
      title: 'The file is signed, but its content is not valid.',
      userAction: 'Pass this message on to your administrator. Nothing was changed on this device.',
      adminAction:
        '[The first fault is at "{path}". ][All that was found: {paths}. ][Wanted is {wanted}. ]This is a fault of whoever made the file: report it to the vendor with the support code.',
    },
    zh: {
      title: '文件签名有效，但内容不符合规范。',
      userAction: '请将此信息转告管理员。本设备未作任何更改。',
      adminAction:
        '[首个错误位于“{path}”。][全部错误：{paths}。][应为：{wanted}。]这是文件制作方的问题，请将支持码一并反馈给厂商。',
    },
  },
} as const satisfies PhraseTable
