import type { ControlName, ControlReason, DiagnosisCode } from '@holdfast/fleet'
import type { Locale } from './locale.ts'

/**
 * `seen`: what the person in front of the device sees now. `ahead`: what will happen when. `steps`: what to do, the cheapest
 * first. Every code has all of it, or it does not compile. Templates as in fill-template.ts.
 */
export type DiagnosisPhrase = {
  readonly seen: string
  readonly ahead: string
  readonly steps: readonly [string, ...string[]]
}
type Table<Key extends string, Value> = { readonly [key in Key]: { readonly [locale in Locale]: Value } }

export const diagnosisPhrases: Table<DiagnosisCode, DiagnosisPhrase> = {
  healthy: {
    en: {
      seen: 'All is well[: {days} are left]. Nothing is shown.',
      ahead:
        'A client in its network renews by itself every 7 days[; left alone, it would remind from {remindersFrom}].',
      steps: ['Nothing needs to be done.'],
    },
    zh: {
      seen: '一切正常[，剩余 {days}]，不会显示任何提示。',
      ahead: '处于网络中的客户端每 7 天自动续期[；如一直不续期，将从 {remindersFrom} 起提醒]。',
      steps: ['无需任何操作。'],
    },
  },
  permanent: {
    en: {
      seen: 'The licence is activated and has no end. Nothing is shown.',
      ahead: 'It stays so, unless the hardware changes much or the edition is changed.',
      steps: ['Nothing needs to be done.'],
    },
    zh: {
      seen: '许可证已激活，没有到期时间，不会显示任何提示。',
      ahead: '除非硬件发生较大变更或更换版本类型，否则一直如此。',
      steps: ['无需任何操作。'],
    },
  },
  'reminder-window': {
    en: {
      seen: 'A reminder that the licence ends soon is shown every day and at each sign-in[; {days} are left]. Everything works.',
      ahead:
        '[The licence ends at {until}, by the clock of the device. ]Then notices stay; work goes on and no data is lost.',
      steps: [
        'In the network of the activation host: run "slmgr /ato" as administrator, then read the device again.',
        'If that changes nothing: look at the host, its count and the name record with which clients find it.',
        'If the term itself is wrong, explain it with "holdfast explain --granted", before anything is reinstalled.',
      ],
    },
    zh: {
      seen: '每天以及每次登录时都会提示许可证即将到期[，剩余 {days}]。一切功能照常。',
      ahead: '[按设备时钟，许可证将于 {until} 到期。]到期后会持续显示通知，但工作可以继续，数据不会丢失。',
      steps: [
        '在能访问激活服务器的网络中，以管理员身份运行“slmgr /ato”，然后重新读取该设备。',
        '如无变化，请检查激活服务器、其计数以及客户端用来查找服务器的名称记录。',
        '如期限本身不对，请先用“holdfast explain --granted”查明原因，再考虑重装。',
      ],
    },
  },
  'renewal-overdue': {
    en: {
      seen: 'Nothing is shown yet[; {days} of 180 are left].',
      ahead:
        'A client that reaches its host stays near 180 days, so this one has not renewed for a month or more. [It will remind from {remindersFrom}. ]',
      steps: [
        'If the device was away from its network: connect it; it renews within two hours to seven days, or at once with "slmgr /ato".',
        'If it was not: look at its name resolution, at port 1688[ of {host}], and at its clock.',
        'See whether other devices of the same host fall behind too: then it is the host.',
      ],
    },
    zh: {
      seen: '目前不会显示任何提示[，180 天中剩余 {days}]。',
      ahead:
        '能连接激活服务器的客户端会一直接近 180 天，因此该设备已有一个月以上没有续期。[将从 {remindersFrom} 起提醒。]',
      steps: [
        '如设备曾离开所属网络：请接入网络，设备会在两小时至七天内自动续期，也可运行“slmgr /ato”立即续期。',
        '如设备一直在网络中：请检查名称解析、[{host} 的 ]1688 端口和设备时钟。',
        '查看同一服务器的其他设备是否也未续期：如是，则问题在服务器。',
      ],
    },
  },
  lapsed: {
    en: {
      seen: 'Notices that the device is not activated, a black or fixed background, settings of appearance closed. Data and sign-in are not affected, and work goes on.',
      ahead: 'It stays so until the device is activated again; nothing is switched off.',
      steps: [
        'In the network of the activation host: run "slmgr /ato" as administrator.',
        'Enter the product key again: after the end the field is open.',
        'Read the device again; a line that says "successful" proves nothing.',
      ],
    },
    zh: {
      seen: '显示未激活的通知，桌面背景变黑或固定，无法更改外观设置。数据和登录不受影响，工作可以继续。',
      ahead: '在重新激活之前一直如此，不会停用任何功能。',
      steps: [
        '在能访问激活服务器的网络中，以管理员身份运行“slmgr /ato”。',
        '重新输入产品密钥：到期之后输入框可用。',
        '重新读取该设备；仅显示“成功”并不能说明问题已解决。',
      ],
    },
  },
  'additional-grace': {
    en: {
      seen: 'The activation lapsed or the hardware changed; a grace period runs[, with {days} left]. Everything works.',
      ahead: '[It ends at {until}. ]After that notices appear; work goes on.',
      steps: [
        'In the network of the activation host: run "slmgr /ato" as administrator.',
        'If hardware was replaced and the key is not one for the network: activate again with the key.',
      ],
    },
    zh: {
      seen: '激活已失效或硬件已变更，目前处于宽限期[，剩余 {days}]。一切功能照常。',
      ahead: '[宽限期至 {until}。]之后会出现通知，工作可以继续。',
      steps: [
        '在能访问激活服务器的网络中，以管理员身份运行“slmgr /ato”。',
        '如更换过硬件，且密钥不是网络激活密钥：请使用密钥重新激活。',
      ],
    },
  },
  'initial-grace': {
    en: {
      seen: 'The device has not been activated yet and is in its first grace period[, with {days} left]. Everything works.',
      ahead: '[It ends at {until}. ]After that notices appear.',
      steps: ['Activate it: "slmgr /ato" in the network, or with the product key.'],
    },
    zh: {
      seen: '设备尚未激活，处于初始宽限期[，剩余 {days}]。一切功能照常。',
      ahead: '[宽限期至 {until}。]之后会出现通知。',
      steps: ['请激活设备：在网络中运行“slmgr /ato”，或使用产品密钥。'],
    },
  },
  'hardware-changed': {
    en: {
      seen: 'The device counts as another machine[ ({errorCode})]: too much of its hardware changed. Data and sign-in are not affected.',
      ahead: 'Notices stay until it is activated again.',
      steps: [
        'In the network: run "slmgr /ato". With a key of its own: activate again, by telephone with a new installation id if need be.',
        'A machine that was cloned or restored onto other hardware needs an activation of its own.',
      ],
    },
    zh: {
      seen: '硬件变更过大，设备被视为另一台机器[（{errorCode}）]。数据和登录不受影响。',
      ahead: '在重新激活之前会一直显示通知。',
      steps: [
        '在网络中运行“slmgr /ato”；如使用独立密钥，请重新激活，必要时使用新的安装 ID 通过电话激活。',
        '克隆或还原到其他硬件上的机器需要单独激活。',
      ],
    },
  },
  'host-unreachable': {
    en: {
      seen: 'The device found no activation host[ ({errorCode})]. What it has goes on until its own end.',
      ahead: 'It tries again by itself: every two hours while it is not activated, else every 7 days.',
      steps: [
        'See that the device is in the office network, and that its clock is right.',
        'See that the name record _vlmcs._tcp exists, and that port 1688 is open.',
        'Event 12288 tells which host was tried.',
      ],
    },
    zh: {
      seen: '设备找不到激活服务器[（{errorCode}）]。已有的授权在到期之前继续有效。',
      ahead: '设备会自动重试：未激活时每两小时一次，否则每 7 天一次。',
      steps: [
        '请确认设备在办公网络中，且时钟正确。',
        '请确认名称记录 _vlmcs._tcp 存在，且 1688 端口开放。',
        '事件 12288 会说明尝试过哪台服务器。',
      ],
    },
  },
  'count-below-minimum': {
    en: {
      seen: 'The activation host has seen too few devices[: {count} of {minimum}][ ({errorCode})], and activates none until it has.',
      ahead: 'It counts different machine ids of the last 30 days; clients need 25, servers 5.',
      steps: [
        'Let more devices ask: "slmgr /ato" on each.',
        'If there are enough devices, look for copied machine ids: copies count once.',
        'If there will never be enough, use keys of another kind.',
      ],
    },
    zh: {
      seen: '激活服务器记录到的设备太少[：{count}，至少需要 {minimum}][（{errorCode}）]，在达到之前不会激活任何设备。',
      ahead: '服务器统计最近 30 天内不同的机器 ID：客户端需要 25 台，服务器系统需要 5 台。',
      steps: [
        '让更多设备发出请求：在每台设备上运行“slmgr /ato”。',
        '如设备数量足够，请检查机器 ID 是否重复：重复的只计一次。',
        '如数量永远不够，请改用其他类型的密钥。',
      ],
    },
  },
  'cloned-machine-ids': {
    en: {
      seen: 'Different machines carry the same machine id[: {devices}]. Nothing is shown on them.',
      ahead: 'The activation host counts them as one, so its count may never reach the minimum.',
      steps: [
        'Renew the machine id on the copies: "slmgr /rearm", restart, "slmgr /ato".',
        'Prepare the image with sysprep before it is copied the next time.',
      ],
    },
    zh: {
      seen: '不同的机器使用同一机器 ID[：{devices}]。机器上不会显示任何提示。',
      ahead: '激活服务器把它们计为一台，计数可能永远达不到最低要求。',
      steps: [
        '在副本上更新机器 ID：“slmgr /rearm”，重新启动，再运行“slmgr /ato”。',
        '下次复制之前，请先用 sysprep 处理映像。',
      ],
    },
  },
  'evaluation-running': {
    en: {
      seen: 'This is an evaluation[, until {until}]. Everything works.',
      ahead:
        'At its end it becomes unlicensed; an evaluation of a server may then shut down again and again.',
      steps: ['Before it ends: enter a key of the edition that is to stay, or set the machine up with it.'],
    },
    zh: {
      seen: '这是评估版[，有效期至 {until}]。一切功能照常。',
      ahead: '到期后变为未授权状态；服务器评估版到期后可能会反复关机。',
      steps: ['请在到期之前输入正式版本的密钥，或改装正式版本。'],
    },
  },
  'evaluation-ended': {
    en: {
      seen: 'The evaluation has ended[: {until}]. Notices are shown, and a server may shut down again and again.',
      ahead: 'It stays so: an evaluation cannot be renewed without end.',
      steps: [
        'Save what is needed, then enter a key of the full edition where the edition allows it.',
        'Else set the machine up with the full edition.',
      ],
    },
    zh: {
      seen: '评估期已结束[：{until}]。会显示通知，服务器可能会反复关机。',
      ahead: '此状态会一直持续：评估版不能无限续期。',
      steps: ['请先保存所需数据；如版本类型允许，输入正式版本的密钥。', '否则请改装正式版本。'],
    },
  },
  'key-missing': {
    en: {
      seen: 'No product key is installed[ ({errorCode})].',
      ahead: 'Without a key the device cannot be activated; work goes on with notices.',
      steps: ['Enter the product key of the order, or the one for the network, then run "slmgr /ato".'],
    },
    zh: {
      seen: '未安装产品密钥[（{errorCode}）]。',
      ahead: '没有密钥就无法激活；可以继续工作，但会显示通知。',
      steps: ['请输入订单中的产品密钥或网络激活密钥，然后运行“slmgr /ato”。'],
    },
  },
  'not-activated': {
    en: {
      seen: 'A key is installed, and the device is not activated. Notices are shown; data and sign-in are not affected.',
      ahead: 'It stays so until it is activated.',
      steps: ['Run "slmgr /ato" as administrator, in the network where the key is one for it.'],
    },
    zh: {
      seen: '已安装密钥，但设备未激活。会显示通知，数据和登录不受影响。',
      ahead: '在激活之前一直如此。',
      steps: ['以管理员身份运行“slmgr /ato”；如为网络激活密钥，请在相应网络中运行。'],
    },
  },
  'non-genuine': {
    en: {
      seen: 'The device says that its copy is not genuine[ ({errorCode})]. Data and sign-in are not affected, and work goes on.',
      ahead: "Notices stay. The cause may lie with the maker's servers and not with the copy.",
      steps: [
        'Run "slmgr /ato" again, the next day too: such a state has gone away by itself before.',
        'Compare key and edition with the order; the proofs of purchase hold.',
        'Look for programs that alter the licence store.',
      ],
    },
    zh: {
      seen: '设备提示副本非正版[（{errorCode}）]。数据和登录不受影响，工作可以继续。',
      ahead: '通知会持续显示。原因可能在制造商的服务器，而非副本本身。',
      steps: [
        '再次运行“slmgr /ato”，次日再试一次：此类状态曾自行消失。',
        '将密钥和版本类型与订单核对；购买凭证依然有效。',
        '检查是否有改动许可证存储的程序。',
      ],
    },
  },
  'term-unusual': {
    en: {
      seen: 'Nothing is shown[; {days} are left], more than an activation in the network lasts (180 days).',
      ahead:
        '[It will remind from {remindersFrom} and end at {until}, by the clock of the device, unless it renews. ]Where another term was granted, something made this of it.',
      steps: [
        'Find in the order which term was granted, and compare: "holdfast explain --granted".',
        'Read further devices of the same release.',
      ],
    },
    zh: {
      seen: '不会显示任何提示[，剩余 {days}]，超过网络激活的有效期（180 天）。',
      ahead:
        '[按设备时钟，如不续期，将从 {remindersFrom} 起提醒，于 {until} 到期。]如授予的是其他期限，则期限曾被改变。',
      steps: [
        '在订单中查明授予的期限，并用“holdfast explain --granted”比较。',
        '再读取同一发行版的其他设备。',
      ],
    },
  },
  'service-failed': {
    en: {
      seen: 'The licensing service of the device did not answer, so nothing is known of its licence.',
      ahead: 'That says nothing about the licence itself.',
      steps: [
        'Run the command again as administrator.',
        'See that the services for management (winmgmt) and licensing (sppsvc) run; restart the device.',
      ],
    },
    zh: {
      seen: '设备的许可服务没有应答，因此无法得知许可证状态。',
      ahead: '这并不说明许可证本身有问题。',
      steps: [
        '请以管理员身份重新运行该命令。',
        '请确认管理服务（winmgmt）和许可服务（sppsvc）正在运行；重新启动设备。',
      ],
    },
  },
  unclear: {
    en: {
      seen: 'The capture does not say clearly how the device stands.',
      ahead: 'Nothing can be said from it.',
      steps: ['Capture "slmgr /dlv" once more and send the whole text.'],
    },
    zh: {
      seen: '采集内容没有清楚说明设备的状态。',
      ahead: '无法据此作出判断。',
      steps: ['请重新采集“slmgr /dlv”的输出，并发送完整文本。'],
    },
  },
}

export const controlPhrases: Table<ControlName, string> = {
  'enter-key': { en: 'Enter a key', zh: '输入密钥' },
  activate: { en: 'Activate', zh: '激活' },
  renew: { en: 'Renew ("slmgr /ato")', zh: '续期（“slmgr /ato”）' },
  clear: { en: 'Clear the activation', zh: '清除激活' },
}

export const controlReasonPhrases: Table<ControlReason, string> = {
  'counts-as-activated': {
    en: 'The machine counts as activated, so the field and the button are grey.',
    zh: '机器被视为已激活，因此输入框和按钮呈灰色。',
  },
  'activation-over': { en: 'The activation is over.', zh: '激活已失效。' },
  'no-key': { en: 'There is no key yet.', zh: '尚无密钥。' },
  'any-time-on-network': {
    en: 'Possible at any time where the activation host can be reached.',
    zh: '能连接激活服务器时随时可用。',
  },
  'nothing-to-renew': { en: 'There is nothing to renew.', zh: '没有可续期的内容。' },
  'success-proves-nothing': {
    en: 'It may say that it succeeded and change nothing: only a later reading proves it.',
    zh: '可能显示成功却没有任何变化：只有之后的读数才能证明。',
  },
  'nothing-to-clear': { en: 'There is no activation to clear.', zh: '没有可清除的激活。' },
  'service-needed': { en: 'The licensing service has to answer first.', zh: '须先恢复许可服务。' },
}
