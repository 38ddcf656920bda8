// What people assert about a product's behaviour and others deny. spec: case-import §6
import { cannot, type Topic } from './claim-rules.ts'
import { faultTopics } from './fault-topics.ts'
import { repairTopics } from './repair-topics.ts'

export const topics: readonly Topic[] = [...repairTopics, ...faultTopics]

/** What a claim of one topic says about another: whoever holds that only reinstalling helps denies that activating again works. */
export const implied: readonly {
  readonly topic: string
  readonly polarity: 'yes' | 'no'
  readonly about: string
  readonly says: 'yes' | 'no'
}[] = [
  { topic: 'only-reinstall', polarity: 'yes', about: 'reactivation', says: 'no' },
  { topic: 'new-serial', polarity: 'no', about: 'reactivation', says: 'no' },
]

/** What no topic covers: a part of the product cannot do something. */
export const otherClaims: readonly RegExp[] = [
  new RegExp(
    `(?:客户端|设备|机器|系统|软件|产品|界面|按钮|输入框|密钥|序列号|SN|激活|授权|许可|命令|工具|升级后|安装后|重启后|过期后|到期后)[^。我您你]{0,14}?(?<v>${cannot}|(?<!会)不会|不再|只能)[^。,]{0,8}?(?:丢失?|消失|激活|输入|录入|升级|启动|登录|清除|使用|续期|弹窗|提示|重置|识别|安装|卸载|导入|点击|操作|更换|修改|读取|显示|过期|溢出)`,
  ),
  /(?:过期|到期|升级)(?:之后|以后|后)[^。]{0,10}?(?<v>会|将)(?:自动|每天|一直|再次|出现)?(?:弹窗|关闭|关机|重启|提示|停用|锁定|失效|黑屏|降级)/,
  /\b(?:client|device|devices|machine|system|software|product|button|buttons|field|fields|key|keys|serial number|SN|activation|licen[cs]e|command|tool|popups?|upgrade)\b(?: \w{1,14}){0,5} (?<v>cannot|can't|can not|does not|doesn't|will not|won't|no longer|can only)(?: be)? (?:activated?|entered?|enter|upgraded?|start(?:ed)?|cleared?|clear|used?|renewed?|reset|recogni[sz]ed?|verif(?:y|ied)|install(?:ed)?|uninstall(?:ed)?|imported?|click(?:ed)?|changed?|read|shown?|show|accept(?:ed)?|work|respond|expire|appear|disappear)\b/i,
]
