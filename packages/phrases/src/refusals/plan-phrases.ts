import type { PhraseTable } from '../phrase-table.ts'

/** Plans of repair, corrections of a term, and renewals on advice. */
export const planPhrases = {
  PLAN_STATE_WRONG: {
    en: {
      title: 'The plan is in a state in which this cannot be done.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[The plan is {plan}. ][Its state is {state}. ][Asked for was {action}. ]A plan is previewed, approved, run, verified and closed, in this order.',
    },
    zh: {
      title: '方案目前的状态不允许此操作。',
      userAction: '没有任何改变。',
      adminAction:
        '[方案编号：{plan}。][方案状态：{state}。][请求的操作：{action}。]方案依次为预览、批准、执行、验证、关闭。',
    },
  },
  PLAN_OUTDATED: {
    en: {
      title: 'The devices have changed since the plan was previewed.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[Devices that are no longer as they were: {outdated}. ][The plan is {plan}. ]Close this plan, make a new one with the same selection, and look at it again.',
    },
    zh: {
      title: '设备自方案预览之后已发生变化。',
      userAction: '没有任何改变。',
      adminAction:
        '[有 {outdated} 台设备的情况已不同。][方案编号：{plan}。]请关闭此方案，以相同条件重新制定并再次查看。',
    },
  },
  PLAN_EMPTY: {
    en: {
      title: 'No device fits this selection.',
      userAction: 'Nothing needs to be done for these devices.',
      adminAction:
        '[Devices looked at: {examined}. ]If you expected some, look at the date and at the customer of the selection.',
    },
    zh: {
      title: '没有符合此条件的设备。',
      userAction: '这些设备无需任何处理。',
      adminAction: '[共查看 {examined} 台设备。]如与预期不符，请核对所选的日期和客户。',
    },
  },
  PLAN_TOO_LARGE: {
    en: {
      title: 'The selection holds more devices than one plan takes.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[One plan takes {itemsMax} devices. ][At most {examinedMax} are looked at. ]Make several plans, for example one for each customer.',
    },
    zh: {
      title: '所选设备超过一个方案的上限。',
      userAction: '没有任何改变。',
      adminAction:
        '[一个方案最多 {itemsMax} 台设备。][最多查看 {examinedMax} 台。]请分成多个方案，例如每个客户一个。',
    },
  },
  PLAN_RISK_NOT_ACCEPTED: {
    en: {
      title: 'The plan gives seats back, and nobody has accepted the risk of that yet.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[It gives back {seats}. ]The devices that hold these seats are not asked and may go on working. Approve with --accept-risk if that is meant.',
    },
    zh: {
      title: '此方案会收回席位，尚无人确认接受其风险。',
      userAction: '没有任何改变。',
      adminAction:
        '[将收回 {seats} 个席位。]占用这些席位的设备不会被询问，可能继续工作。如确认如此，请加 --accept-risk 批准。',
    },
  },
  TERM_WOULD_SHORTEN: {
    en: {
      title: 'The corrected term would end earlier than the present one.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[The licence now runs until {from}. ][It would end on {to}. ]If that is meant, repeat the correction with --shorten.',
    },
    zh: {
      title: '更正后的有效期会早于现有的截止时间。',
      userAction: '没有任何改变。',
      adminAction:
        '[许可证目前有效期至 {from}。][更正后将截止于 {to}。]如确属本意，请加 --shorten 再次更正。',
    },
  },
  LEASE_SHORTER: {
    en: {
      title: 'The renewed licence would end earlier than the one that this device has.',
      userAction: 'Nothing needs to be done: what this device has goes on as before.',
      adminAction:
        '[The one held ends on {held}. ][The one offered ends on {until}. ]A renewal on advice never shortens. Renew by hand on the device if the earlier end is meant.',
    },
    zh: {
      title: '续期得到的授权早于本设备现有授权的截止时间。',
      userAction: '无需处理，本设备现有的授权照常有效。',
      adminAction:
        '[现有授权截止于 {held}。][所提供的授权截止于 {until}。]按建议续期不会缩短授权。如确需较早的截止时间，请在设备上手动续期。',
    },
  },
} as const satisfies PhraseTable
