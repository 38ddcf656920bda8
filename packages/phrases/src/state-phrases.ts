import type { EndReason, UnlicensedReason } from '@holdfast/device'
import type { Locale } from './locale.ts'
import type { Phrase } from './phrase-table.ts'

export type StateWord =
  | `unlicensed: ${UnlicensedReason}`
  | 'licensed: perpetual'
  | 'licensed: until'
  | 'licensed: reminding'
  | `in-grace: ${EndReason}`
  | `lapsed: ${EndReason | 'release-not-covered'}`

/** Every state has its sentences: one that is missing does not compile. Templates as in fill-template.ts. */
export const statePhrases: { readonly [word in StateWord]: { readonly [locale in Locale]: Phrase } } = {
  'unlicensed: never-activated': {
    en: {
      title: 'This device has not been activated yet.',
      userAction: 'Activate it with its serial number and product key.',
      adminAction: 'A device without network is activated with a request file and its answer.',
    },
    zh: {
      title: '本设备尚未激活。',
      userAction: '请使用序列号和产品密钥激活。',
      adminAction: '没有网络的设备可通过申请文件和应答文件激活。',
    },
  },
  'unlicensed: reset': {
    en: {
      title: 'This device has no licence: it was reset.',
      userAction: 'Activate it with its serial number and product key. It gets its seat again.',
      adminAction: 'The reset did not free the seat, and activating again takes no second one.',
    },
    zh: {
      title: '本设备已被重置，目前没有授权。',
      userAction: '请使用序列号和产品密钥激活，设备会重新获得其席位。',
      adminAction: '重置不会释放席位，重新激活也不会多占席位。',
    },
  },
  'unlicensed: released': {
    en: {
      title: 'This device has given its seat back.',
      userAction: 'To use it again, activate it with its serial number and product key.',
      adminAction: 'It can take a seat again as long as one is free.',
    },
    zh: {
      title: '本设备已归还席位。',
      userAction: '如需继续使用，请使用序列号和产品密钥激活。',
      adminAction: '只要尚有空闲席位，本设备即可重新取得席位。',
    },
  },
  'unlicensed: vault-unreadable': {
    en: {
      title: 'Whether this device has a licence cannot be seen from here.',
      userAction: 'Pass this message on to your administrator. Nothing is lost, and nothing was changed.',
      adminAction:
        'This program cannot read the licence folder. Give its user the right to read it, or run the command as the owner of the folder; where that is so already, check the disk.',
    },
    zh: {
      title: '当前无法查看本设备的授权状态。',
      userAction: '请将此消息转告管理员。授权没有丢失，也未作任何更改。',
      adminAction:
        '本程序无法读取授权文件夹。请授予其用户读取权限，或以文件夹所有者的身份运行该命令；如权限无误，请检查磁盘。',
    },
  },
  'unlicensed: vault-lost': {
    en: {
      title: 'The licence on this device has been lost.',
      userAction:
        'Activate it again with its serial number and product key. That gives the seat back to this device where the device key is still there.',
      adminAction:
        'Keep a copy of the licence folder for the vendor and check the disk: both copies of the licence are damaged or missing.',
    },
    zh: {
      title: '本设备上的授权已丢失。',
      userAction: '请使用序列号和产品密钥重新激活。只要设备密钥仍在，设备会重新获得其席位。',
      adminAction: '请保留授权文件夹的副本供厂商分析，并检查磁盘：授权的两份副本均已损坏或缺失。',
    },
  },
  'licensed: perpetual': {
    en: {
      title: 'This device is licensed for ever.',
      userAction: 'Nothing needs to be done.',
      adminAction: 'Nothing needs to be done.',
    },
    zh: {
      title: '本设备已获得永久授权。',
      userAction: '无需任何操作。',
      adminAction: '无需任何操作。',
    },
  },
  'licensed: until': {
    en: {
      title: 'This device is licensed[ until {until}].',
      userAction: 'Nothing needs to be done now.',
      adminAction: 'Nothing needs to be done now.',
    },
    zh: {
      title: '本设备已获得授权[，有效期至 {until}]。',
      userAction: '目前无需任何操作。',
      adminAction: '目前无需任何操作。',
    },
  },
  'licensed: reminding': {
    en: {
      title: 'The licence of this device ends soon[: on {until}].',
      userAction: 'Tell your administrator. Until then everything works as before.',
      adminAction:
        'Extend the licence or let the device renew before that moment. Renewing is possible at any time and needs no reinstalling.',
    },
    zh: {
      title: '本设备的授权即将到期[，到期时间为 {until}]。',
      userAction: '请告知管理员。在此之前一切照常使用。',
      adminAction: '请在到期前延长许可证，或让设备续期。随时可以续期，无需重装系统。',
    },
  },
  'in-grace: term-over': {
    en: {
      title: 'The licence has ended, and the grace period is running.',
      userAction: 'Tell your administrator. Everything works as before[ until {until}].',
      adminAction:
        '[The licence ended on {since}. ]Extend it and let the device renew[ before {until}]; nothing needs to be reinstalled.',
    },
    zh: {
      title: '授权已到期，目前处于宽限期。',
      userAction: '请告知管理员。[在 {until} 之前，]一切照常使用。',
      adminAction: '[授权于 {since} 到期。]请延长许可证，并[在 {until} 之前]让设备续期，无需重装系统。',
    },
  },
  'in-grace: renewal-missed': {
    en: {
      title: 'A renewal was missed, and the grace period is running.',
      userAction: 'Renew now, or tell your administrator. Everything works as before[ until {until}].',
      adminAction:
        '[The renewal was due by {since}. ]Let the device renew online or with a request file[ before {until}].',
    },
    zh: {
      title: '未按时续期，目前处于宽限期。',
      userAction: '请立即续期，或告知管理员。[在 {until} 之前，]一切照常使用。',
      adminAction: '[应于 {since} 之前续期。]请[在 {until} 之前]让设备在线续期，或通过申请文件续期。',
    },
  },
  'lapsed: term-over': {
    en: {
      title: 'The licence has ended.',
      userAction:
        'Tell your administrator. Which functions go on is set by the vendor; nothing on this device is lost.',
      adminAction:
        '[The grace period ended on {since}. ]Extend the licence, then renew or activate the device; nothing needs to be reinstalled. [?clockBehind: The clock is behind the latest signed moment seen here. If a server with a wrong clock left that moment, "reset" and then "activate" again forgets it; the seat stays this device\'s.]',
    },
    zh: {
      title: '授权已到期。',
      userAction: '请告知管理员。可继续使用的功能由厂商设定，本设备上的数据不会丢失。',
      adminAction:
        '[宽限期已于 {since} 结束。]请延长许可证，然后让设备续期或重新激活，无需重装系统。[?clockBehind:本设备的时钟早于所见过的最新签名时刻。如果该时刻由时钟有误的服务器留下，请先执行 reset，再重新执行 activate，即可清除；席位仍属于本设备。]',
    },
  },
  'lapsed: renewal-missed': {
    en: {
      title: 'The licence has ended because a renewal was missed.',
      userAction:
        'Renew now, or tell your administrator. Which functions go on is set by the vendor; nothing on this device is lost.',
      adminAction:
        '[The grace period ended on {since}. ]The licence itself is not lost: one renewal, online or with a request file, heals the device at once. [?clockBehind: The clock is behind the latest signed moment seen here. If a server with a wrong clock left that moment, "reset" and then "activate" again forgets it; the seat stays this device\'s.]',
    },
    zh: {
      title: '因未按时续期，授权已失效。',
      userAction: '请立即续期，或告知管理员。可继续使用的功能由厂商设定，本设备上的数据不会丢失。',
      adminAction:
        '[宽限期已于 {since} 结束。]许可证本身并未失效：在线或通过申请文件续期一次，设备即可立即恢复。[?clockBehind:本设备的时钟早于所见过的最新签名时刻。如果该时刻由时钟有误的服务器留下，请先执行 reset，再重新执行 activate，即可清除；席位仍属于本设备。]',
    },
  },
  'lapsed: release-not-covered': {
    en: {
      title: 'The licence does not cover this release of the product.',
      userAction:
        'Tell your administrator, or use a release that is covered. The licence is kept and heals at once with a covered release.',
      adminAction:
        'Extend the licence to this release and let the device renew, or install a covered release.',
    },
    zh: {
      title: '许可证不涵盖产品的当前发行版。',
      userAction:
        '请告知管理员，或改用许可证所涵盖的发行版。授权仍保留在设备上，换回所涵盖的发行版即可立即恢复。',
      adminAction: '请将许可证扩展到此发行版并让设备续期，或安装所涵盖的发行版。',
    },
  },
}
