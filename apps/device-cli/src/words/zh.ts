import type { Words } from './words.ts'

export const zh: Words = {
  locale: 'zh',
  refused: (title, code) => `${title}（${code}）`,
  details: (facts) => `详情：${facts}`,
  youCan: (action) => `您可以这样做：${action}`,
  adminCan: (action) => `管理员：${action}`,
  supportCode: (code) => `支持码：${code}`,
  runThis: (command) => `请运行此命令：${command}`,
  keyVisible:
    '注意：写在命令行上的产品密钥会被本机其他用户在进程列表中看到。请改用 --key-file FILE（或用 --key-file - 从标准输入读取）。',
  factsPassedOver: (file, code) =>
    `注意：设置中指定的硬件信息文件 ${file} 无法使用（${code}），将在没有它的情况下继续。`,
  trustPassedOver: (file, code) =>
    `注意：设置中指定的信任文件 ${file} 无法使用（${code}），将使用授权文件夹中已有的信任文件继续。`,
  fingerprintSeen: (vendor, fingerprint) =>
    `所示信任文件属于“${vendor}”，根指纹为 ${fingerprint}。\n请与厂商告知的指纹核对。一致时，请加上 --trust-on-first-use 重新运行此命令；或用 --trust FILE 指定厂商交付的信任文件。`,
  fingerprintAccepted: (vendor, fingerprint) =>
    `首次使用即信任：“${vendor}”，根指纹 ${fingerprint}。请与厂商告知的指纹核对。`,
  activated: (serial, holder) => `已激活：序列号 ${serial}，持有者 ${holder}。`,
  renewed: (serial, holder) => `已续期：序列号 ${serial}，持有者 ${holder}。`,
  nothingAdvised: '没有续期建议：目前无需续期，服务器也未要求续期。',
  alreadyHeld: '本设备已持有同一份租约，没有任何改变。',
  receiptLater: '服务器尚未确认回执；回执会随下一次交换一并发送，无需任何操作。',
  released: (confirmed) =>
    confirmed
      ? '已归还：本设备不再使用其租约，服务器已收回席位。'
      : '已归还：本设备不再使用其租约。服务器尚未确认。',
  releaseInFile: (file) => `归还声明已写入 ${file}。请将其交给厂商，无需等待应答。送达之前席位仍被占用。`,
  releaseToCarry:
    '再次运行“holdfast-device release”会重新发送；运行“holdfast-device release --out FILE”可将其写入文件，以便交给厂商。',
  reset: (serial) =>
    serial === null
      ? '已重置。没有可清除的租约。'
      : `已重置：序列号 ${serial} 的租约已清除，本设备现为未授权状态。`,
  resetForgot: (requests, proofs) => `同时清除：待处理申请 ${requests} 个，时间证明 ${proofs} 个。`,
  resetKept: ({ key, receipts, trust }) =>
    `已保留：${[
      ...(key ? ['设备密钥'] : []),
      ...(trust === null ? [] : [`信任文件 ${trust}`]),
      `待发送回执 ${receipts} 个`,
    ].join('、')}。`,
  resetNext: '席位仍由本设备占用；再次激活不会占用第二个席位。',
  requestWritten: (file, already) =>
    already ? `仍在等待应答的申请已再次写入 ${file}。` : `申请已写入 ${file}。`,
  requestNext: '请将其交给厂商，收到应答后运行“holdfast-device apply FILE”。',
  qrTooLong: (bytes, bytesMax) =>
    `没有二维码：申请为 ${bytes} 字节，一个二维码最多容纳 ${bytesMax} 字节。请使用文件或其文本。`,
  qrTooWide: (columns, has) =>
    `没有二维码：需要 ${columns} 列，而此终端只有 ${has} 列。请使用文件、其文本，或更宽的终端。`,
  applied: (serial, holder) => `已应用：序列号 ${serial}，持有者 ${holder}。`,
  appliedTrust: (version) => `已应用：信任文件 ${version}。文本中没有租约。`,
  receiptsWritten: (file) => `回执已写入 ${file}。请将其交给厂商，无需等待应答。`,
  receiptsWaiting: '厂商尚不知道租约已送达。回执会随下一个申请一并发送；用 --receipts FILE 可立即写出。',
  diagnosed: (file) => `报告已写入 ${file}。其中没有任何秘密，也没有产品密钥。`,
  diagnosedUnsigned: '报告未签名，因为当前用户无法读取设备密钥，或设备密钥尚不存在。能读取的内容都已写入。',
  leaseLine: (serial, holder) => `序列号 ${serial}，持有者 ${holder}。`,
  remindersFrom: (day) => `自 ${day} 起提醒。`,
  noticed: (title, action) => `注意到：${title}${action}`,
}
