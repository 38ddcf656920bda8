import type { PhraseTable } from '../phrase-table.ts'

/** What the vendor's books say. A refused activation or renewal changes nothing on the device: its lease goes on. */
export const bookPhrases = {
  SERIAL_UNKNOWN: {
    en: {
      title: 'The vendor does not know this serial number.',
      userAction:
        'Compare the serial number[ {serial}] with the label or the list. What this device already has goes on as before.',
      adminAction:
        'Check that the order stands in the books of this server, and that the device speaks to the right server.',
    },
    zh: {
      title: '厂商没有此序列号的记录。',
      userAction: '请将序列号[ {serial} ]与标签或清单核对。本设备已有的授权不受影响。',
      adminAction: '请确认该订单已登记在此服务器中，并确认设备连接的是正确的服务器。',
    },
  },
  SERIAL_OTHER_PRODUCT: {
    en: {
      title: 'This serial number belongs to another product.',
      userAction: 'Enter the serial number of this product. What this device already has goes on as before.',
      adminAction:
        '[The serial number is {serial}. ][The device asked for "{product}". ]Compare the product on the label with the one that is installed.',
    },
    zh: {
      title: '此序列号属于其他产品。',
      userAction: '请输入本产品的序列号。本设备已有的授权不受影响。',
      adminAction: '[序列号为 {serial}。][设备申请的产品为“{product}”。]请核对标签上的产品与实际安装的产品。',
    },
  },
  PRODUCT_KEY_WRONG: {
    en: {
      title: 'The product key does not belong to this serial number.',
      userAction:
        'Enter the product key that was delivered with this serial number. What this device already has goes on as before.',
      adminAction:
        '[The serial number is {serial}. ][It is part of order {order}. ]Use the key of that order. If it was replaced since, only the new one counts; if it is lost, replace it. Devices that are activated stay so.',
    },
    zh: {
      title: '产品密钥与此序列号不匹配。',
      userAction: '请输入随此序列号一同交付的产品密钥。本设备已有的授权不受影响。',
      adminAction:
        '[序列号为 {serial}。][所属订单为 {order}。]请使用该订单的产品密钥。如密钥已更换，则只有新密钥有效；如已遗失，请更换密钥。已激活的设备不受影响。',
    },
  },
  REQUEST_REUSED: {
    en: {
      title: 'A different request with the same number was answered before.',
      userAction:
        'Start the activation or renewal again on this device: it then makes a new request. What it has goes on as before.',
      adminAction:
        '[The request is {request}. ]This happens where a disk or a virtual machine was copied or set back. Each copy needs to be activated by itself.',
    },
    zh: {
      title: '已处理过编号相同但内容不同的申请。',
      userAction: '请在本设备上重新激活或续期，设备会生成新的申请。本设备已有的授权不受影响。',
      adminAction: '[申请编号为 {request}。]此情况多见于磁盘或虚拟机被复制或回退。每个副本都需要单独激活。',
    },
  },
  REQUEST_OVERTAKEN: {
    en: {
      title: 'This device has given back or left this seat since it wrote this request.',
      userAction: 'Start the activation again: the device makes a new request and takes a seat again.',
      adminAction:
        '[What it wrote later has the number {sequence}. ]The file is older than that. Ask for a new request file if the device wants this seat.',
    },
    zh: {
      title: '本设备在生成此申请之后已归还或离开此席位。',
      userAction: '请重新激活，设备会生成新的申请并重新取得席位。',
      adminAction:
        '[其后生成的文件序号为 {sequence}。]该文件早于后者；如果设备仍需要此席位，请对方提供新的申请文件。',
    },
  },
  RELEASE_OVERTAKEN: {
    en: {
      title: 'This device has been licensed again since it gave its seat back.',
      userAction: 'Nothing needs to be done: the seat is still taken, and the device goes on working.',
      adminAction:
        '[The later request has the number {sequence}. ]To give the seat back now, release it on the device once more.',
    },
    zh: {
      title: '本设备在归还席位之后已重新获得授权。',
      userAction: '无需处理，席位仍归本设备使用，设备继续正常工作。',
      adminAction: '[其后的申请序号为 {sequence}。]如需归还席位，请在设备上重新执行归还操作。',
    },
  },
  GENERATION_SPENT: {
    en: {
      title: 'This device cannot be issued a further licence file.',
      userAction:
        'Pass this message on to your administrator. What this device already has goes on as before.',
      adminAction:
        'The counter of this device key has reached its end[ ({generationMax})]. Activate again with serial number and product key: the device then makes a new key. Where that is refused with this code too, give the seat back, remove the folder of the product, and activate once more.',
    },
    zh: {
      title: '无法再为本设备签发新的授权。',
      userAction: '请将此信息转告管理员。本设备已有的授权不受影响。',
      adminAction:
        '该设备密钥的计数已用尽[（{generationMax}）]。请用序列号和产品密钥重新激活，设备将生成新的密钥。如仍以此代码被拒绝，请先归还席位，删除产品的授权文件夹后再次激活。',
    },
  },
  DEVICE_BLOCKED: {
    en: {
      title: 'An administrator has blocked this device.',
      userAction:
        'Ask your administrator. A licence that is already on this device stays valid until its own end.',
      adminAction:
        '[It has been blocked since {since}. ][Reason: {reason}. ]Unblock the device if this was not intended; it can then activate and renew at once.',
    },
    zh: {
      title: '管理员已禁用此设备。',
      userAction: '请联系管理员。本设备已有的授权在其到期之前继续有效。',
      adminAction: '[禁用时间：{since}。][原因：{reason}。]如非本意，请解除禁用，设备即可立即激活和续期。',
    },
  },
  LICENCE_WITHDRAWN: {
    en: {
      title: 'The licence has been withdrawn.',
      userAction:
        'Ask your administrator. A licence that is already on this device stays valid until its own end.',
      adminAction:
        '[It was withdrawn on {since}. ][Reason: {reason}. ]Ask the vendor if you think that this is a mistake.',
    },
    zh: {
      title: '该许可证已被撤销。',
      userAction: '请联系管理员。本设备已有的授权在其到期之前继续有效。',
      adminAction: '[撤销时间：{since}。][原因：{reason}。]如有疑问，请联系厂商。',
    },
  },
  LICENCE_SUSPENDED: {
    en: {
      title: 'The licence is suspended for now.',
      userAction:
        'Ask your administrator. A licence that is already on this device stays valid until its own end.',
      adminAction:
        '[It has been suspended since {since}. ][Reason: {reason}. ]As soon as the suspension is lifted, devices activate and renew as before.',
    },
    zh: {
      title: '该许可证目前处于暂停状态。',
      userAction: '请联系管理员。本设备已有的授权在其到期之前继续有效。',
      adminAction: '[暂停时间：{since}。][原因：{reason}。]暂停解除后，设备即可照常激活和续期。',
    },
  },
  TERM_OVER: {
    en: {
      title: 'The term of the licence has ended.',
      userAction: '[It ended on {until}. ]Ask your administrator for an extension.',
      adminAction:
        '[The term ended {days} ago. ][Its grace ended on {graceUntil}. ]Extend the licence or order a new one; devices can then be activated at once, without reinstalling.',
    },
    zh: {
      title: '许可证的有效期已结束。',
      userAction: '[有效期截止于 {until}。]请联系管理员办理延期。',
      adminAction:
        '[有效期已结束 {days}。][宽限期截止于 {graceUntil}。]请延长许可证或重新订购，之后即可立即激活设备，无需重装系统。',
    },
  },
  RELEASE_NOT_COVERED: {
    en: {
      title: 'The licence does not cover this release of the product.',
      userAction:
        '[This is release {release}. ]Ask your administrator, or use a release that is covered. The licence itself is not lost.',
      adminAction:
        '[The release has the ordinal {ordinal}. ][Covered are {covered}. ]Extend the licence to this release, or install a covered one; either heals the device at once.',
    },
    zh: {
      title: '许可证不涵盖产品的当前发行版。',
      userAction: '[当前发行版为 {release}。]请联系管理员，或改用许可证所涵盖的发行版。许可证本身并未失效。',
      adminAction:
        '[该发行版的序号为 {ordinal}。][许可证涵盖：{covered}。]请将许可证扩展到此发行版，或安装所涵盖的发行版，设备即可立即恢复。',
    },
  },
  SEATS_EXHAUSTED: {
    en: {
      title: 'All seats of this serial number are taken.',
      userAction: 'Ask your administrator to free a seat. What this device already has goes on as before.',
      adminAction:
        '[{taken} of {seatsMax} seats are taken. ]Give a seat back on a device that no longer needs it, or order more; then activate this device again.',
    },
    zh: {
      title: '此序列号的席位已全部占用。',
      userAction: '请联系管理员释放席位。本设备已有的授权不受影响。',
      adminAction:
        '[共 {seatsMax} 个席位，已占用 {taken} 个。]请在不再需要的设备上归还席位，或增购席位，然后重新激活本设备。',
    },
  },
  SEAT_MOVED: {
    en: {
      title: 'The seat of this device has moved to another device or serial number.',
      userAction:
        '[This was on {at}. ]If this device is still needed, activate it with its serial number and product key. Until its own end, its licence goes on.',
      adminAction:
        '[The seat is {seat}. ][?to=serial: The device itself took a seat under another serial number. ]If nobody moved it knowingly, look at the audit log: the disk of this device may have been copied.',
    },
    zh: {
      title: '本设备的席位已转移到其他设备或序列号。',
      userAction:
        '[转移时间：{at}。]如仍需使用本设备，请使用序列号和产品密钥重新激活。已有的授权在其到期之前继续有效。',
      adminAction:
        '[席位编号：{seat}。][?to=serial:本设备已在其他序列号下取得席位。]如非有意转移，请查看审计日志：本设备的磁盘可能曾被复制。',
    },
  },
  SEAT_RELEASED: {
    en: {
      title: 'The seat of this device has been given back.',
      userAction:
        '[This was on {at}. ]To use this device again, activate it with its serial number and product key.',
      adminAction: '[The seat is {seat}. ]The device can take a seat again as long as one is free.',
    },
    zh: {
      title: '本设备的席位已归还。',
      userAction: '[归还时间：{at}。]如需继续使用本设备，请使用序列号和产品密钥重新激活。',
      adminAction: '[席位编号：{seat}。]只要尚有空闲席位，本设备即可重新取得席位。',
    },
  },
  LEASE_UNKNOWN: {
    en: {
      title: 'The vendor has no record of this licence on this device.',
      userAction:
        'Activate this device with its serial number and product key. What it already has goes on as before.',
      adminAction:
        '[The serial number is {serial}. ][The lease is {lease}. ][The device is {device}. ]Check that the device speaks to the server of its own vendor.',
    },
    zh: {
      title: '厂商没有本设备此项授权的记录。',
      userAction: '请使用序列号和产品密钥激活本设备。本设备已有的授权不受影响。',
      adminAction:
        '[序列号为 {serial}。][租约编号为 {lease}。][设备标识为 {device}。]请确认设备连接的是其所属厂商的服务器。',
    },
  },
} as const satisfies PhraseTable
