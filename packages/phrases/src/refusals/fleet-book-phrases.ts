import type { PhraseTable } from '../phrase-table.ts'

/** What the vendor's server says about the fleet: webhooks, and the watch. No device is touched by any of it. */
export const fleetBookPhrases = {
  WEBHOOK_ADDRESS_REFUSED: {
    en: {
      title: 'The server sends nothing to this address.',
      userAction: 'Pass this message on to your administrator.',
      adminAction:
        'Use another address. [?because=form:It is no complete address such as https://desk.example.test/hook, without name and password. ][?because=not-https:Only https is used; http is open for this machine itself where the setting webhook-targets says loopback. ][?because=loopback:It is this machine itself; the setting webhook-targets opens it. ]',
    },
    zh: {
      title: '服务器不会向此地址发送。',
      userAction: '请将此信息转告管理员。',
      adminAction:
        '请改用其他地址。[?because=form:地址不完整；示例：https://desk.example.test/hook，且不得含用户名和密码。][?because=not-https:仅使用 https；只有在设置 webhook-targets 为 loopback 时，才可对本机使用 http。][?because=loopback:该地址指向本机；需通过设置 webhook-targets 开放。]',
    },
  },
  WEBHOOKS_EXHAUSTED: {
    en: {
      title: 'No further webhook can be added.',
      userAction: 'Pass this message on to your administrator.',
      adminAction: '[There are {webhooksMax} at most. ]Remove one that nobody needs any more.',
    },
    zh: {
      title: '无法再添加网络回调。',
      userAction: '请将此信息转告管理员。',
      adminAction: '[最多 {webhooksMax} 个。]请移除不再需要的网络回调。',
    },
  },
  WATCH_BUSY: {
    en: {
      title: 'The watch is running already.',
      userAction: 'Wait a moment, then look at the findings.',
      adminAction:
        'This or another server of these books is looking at the fleet now. What it finds is in the list of findings when it is done.',
    },
    zh: {
      title: '监测正在进行。',
      userAction: '请稍候，然后查看待查事项。',
      adminAction: '本服务器或使用同一账册的其他服务器正在检查设备。完成后，结果会列在待查事项中。',
    },
  },
} as const satisfies PhraseTable
