import type { FleetFindingKind } from '@holdfast/fleet'
import type { Locale } from './locale.ts'

/** What the watch found, as phrase-finding.ts has it for everything else. */
export const fleetFindingPhrases: {
  readonly [kind in FleetFindingKind]: {
    readonly [locale in Locale]: { readonly title: string; readonly action: string }
  }
} = {
  REMINDERS_AHEAD: {
    en: {
      title: 'Devices remind their users, or soon will.',
      action:
        '[Customer: {customer}. ][Month: {month}. ][Devices: {devices}. ][The first reminder may show on {firstReminder}. ]Work goes on. Explain one of them (holdfast fleet show), and renew them before that day.',
    },
    zh: {
      title: '部分设备已开始或即将向用户显示到期提醒。',
      action:
        '[客户：{customer}。][月份：{month}。][设备数：{devices}。][首次提醒最早出现于 {firstReminder}。]工作不受影响。请先查看其中一台（holdfast fleet show），并在该日之前完成续期。',
    },
  },
  LICENCE_REMINDERS_AHEAD: {
    en: {
      title: 'Devices of a licence remind their users, or soon will.',
      action:
        '[Customer: {customer}. ][Order: {order}. ][Licence: {licence}. ][Seats: {seats}. ][Reminders begin on {firstReminder}. ][The term ends on {until}. ]Work goes on. Ask the customer whether the licence is to be extended.',
    },
    zh: {
      title: '某许可证下的设备已开始或即将向用户显示到期提醒。',
      action:
        '[客户：{customer}。][订单：{order}。][许可证：{licence}。][席位数：{seats}。][提醒开始于 {firstReminder}。][有效期截止于 {until}。]工作不受影响。请询问客户是否延长许可证。',
    },
  },
  WAVE: {
    en: {
      title: 'Many devices came into the same state at the same time.',
      action:
        'This is ours until something else is shown. [State: {state}. ][First day: {day}. ][Last day: {lastDay}. ][Devices: {devices}. ][Known customers: {customers}. ][Customer: {customer}. ]Compare two of the devices (holdfast fleet devices --finding), tell the customers first, and give the case to research.',
    },
    zh: {
      title: '大量设备在同一时间进入相同状态。',
      action:
        '在查明其他原因之前，视为我方问题。[状态：{state}。][首日：{day}。][末日：{lastDay}。][设备数：{devices}。][涉及的已知客户数：{customers}。][客户：{customer}。]请比对其中两台设备（holdfast fleet devices --finding），先行告知客户，并转交研发处理。',
    },
  },
  TERM_UNLIKE_ORDER: {
    en: {
      title: 'Devices show an end that does not fit the term of their order.',
      action:
        '[Customer: {customer}. ][Order: {order}. ][Devices: {devices}. ][One of them: {example}. ][It shows its end on {shownEnd}. ]Check that these devices belong to the order; then find the arithmetic that turns the one into the other (holdfast explain).',
    },
    zh: {
      title: '设备显示的到期时间与订单的有效期不符。',
      action:
        '[客户：{customer}。][订单：{order}。][设备数：{devices}。][其中一台：{example}。][其显示的到期时间为 {shownEnd}。]请先确认这些设备属于该订单，再查明造成差异的计算方式（holdfast explain）。',
    },
  },
  DEVICES_SILENT: {
    en: {
      title: 'Nobody has looked at these devices for long.',
      action:
        '[Customer: {customer}. ][Last looked at in {month}. ][Devices: {devices}. ][No capture for {silentDays}. ]Nothing is wrong with them that is known. Ask for new captures, or close this where the devices are gone.',
    },
    zh: {
      title: '部分设备已长时间没有新的采集文本。',
      action:
        '[客户：{customer}。][最近一次采集的月份：{month}。][设备数：{devices}。][已有 {silentDays} 没有新的采集文本。]目前没有已知问题。请重新采集；如设备已停用，请关闭此事项。',
    },
  },
  RENEWALS_MISSED: {
    en: {
      title: 'Devices of ours have missed a renewal.',
      action:
        '[Customer: {customer}. ][Order: {order}. ][Licence: {licence}. ][Devices: {devices}. ][The first was last heard of on {lastSeen}. ]Find out whether they are in use. One request by file renews a device without a network.',
    },
    zh: {
      title: '本方产品的部分设备错过了续期。',
      action:
        '[客户：{customer}。][订单：{order}。][许可证：{licence}。][设备数：{devices}。][其中最早一台的最近联系时间为 {lastSeen}。]请确认设备是否仍在使用。没有网络的设备可通过一份申请文件续期。',
    },
  },
}
