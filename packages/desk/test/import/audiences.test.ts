// Whom single mails address and who wrote them, without any recipient, address or neighbour: words alone.
import { describe, expect, test } from 'vitest'
import { readCorrespondence } from '../../src/import/read-correspondence.ts'
import type { Audience, Side } from '../../src/import/imported-case.ts'
import { messageOf, threadOf } from './fixtures.ts'

// prettier-ignore
const mails: readonly (readonly [Side, Audience, string])[] = [
  // To the customer
  ['vendor', 'customer', '周老师，您好：\n\n我是本案例的负责工程师，感谢您的来电。如您对以上问题定义有异议，请告知。'],
  ['vendor', 'customer', '尊敬的客户：\n\n您好！贵单位采购的软件均为正版，特此说明。'],
  ['vendor', 'customer', '钱主任您好，\n根据刚才与您的电话沟通，有两个方案供您选择：重装系统，或等待到期。\n如有疑问，请随时联系我。'],
  ['vendor', 'customer', '您好！\n请您在已到期的设备上以管理员身份运行诊断工具，并将生成的压缩包发给我。\n第一步：右键……'],
  ['vendor', 'customer', '您好，\n经您电话同意，本案例现予归档。\n问题描述：客户反馈部分设备提示到期。\n问题总结：客户重新输入序列号后激活成功。\n如问题再次出现，可随时重新打开本案例。'],
  ['vendor', 'customer', '孙先生：\n更换序列号也无法解决。关于您要求的正式说明，我们会第一时间告知您。\n给您带来的不便，敬请谅解。'],
  ['vendor', 'customer', 'Dear Ms. Oakley,\n\nthank you for your patience. If you have any questions, please let me know.\n\nKind regards'],
  ['vendor', 'customer', 'Dear customer,\n\nwe hereby confirm that the 90 copies your company purchased are genuine.'],
  ['vendor', 'customer', 'Hello Mr. Penn,\n\nfurther to our call: with your consent this case will be closed. The customer entered the serial number again and activation succeeded. If it comes back, this case can be reopened at any time.'],
  ['vendor', 'customer', 'Dear Mr. Hale,\n\nas just discussed, there are two options for your devices. Could you please tell me which one you prefer?'],
  // Inside the house
  ['vendor', 'internal', '研发同事好，\n请协助分析，客户现场约 120 台终端剩余天数异常。'],
  ['vendor', 'internal', '这个问题以前报过，客户不接受重装，也不接受弹窗，请研发评估其他办法。'],
  ['vendor', 'internal', '1. 是否只有我们的产品有此问题：是\n2. 产品版本：V0-G 升级到 V0-H\n3. 复现步骤：激活后升级\n4. 需要的帮助：有没有清除激活的办法'],
  ['vendor', 'internal', '以下是准备发给客户的内容草稿，请帮忙看下：\n\n尊敬的赵老师：您好！感谢您的耐心等待，如您有疑问请随时联系我们。'],
  ['vendor', 'internal', '法务已审核，没有问题。客户名称填好后申请盖章即可。'],
  ['vendor', 'internal', '上游的表单我先补充了一部分：设备能否恢复、业务理由、不修复的影响还空着。'],
  ['vendor', 'internal', '内部沟通，请勿转发客户：这个结论还没有验证。'],
  ['vendor', 'internal', '实验室显示剩余 800 多天，没有临近到期的设备，无法验证。请先填写升级表单，见附件。'],
  ['vendor', 'internal', '各位同事，\n客户要求出具正式说明，请产品同事提供模板。谢谢！'],
  ['vendor', 'internal', 'Hi all,\n\nthe customer refuses to reinstall. Can R&D please look at this?'],
  ['vendor', 'internal', 'Is it ours alone? Yes.\nSteps to reproduce: activate, upgrade.\nHelp needed: a way to clear the activation.'],
  ['vendor', 'internal', 'Please find my draft letter for the customer:\n\nDear Mr. Vane, thank you for your patience. If you have any questions, please let me know.'],
  ['vendor', 'internal', 'Reviewed by legal, fine. Fill in the name of the customer and request the seal.'],
  ['vendor', 'internal', 'It could not be reproduced in our lab. Somebody has to fill in the upstream form first: business justification and impact if not fixed are missing.'],
  ['vendor', 'internal', 'Keep this internal: I doubt that the key can be entered again. We told the customer otherwise yesterday.'],
  ['vendor', 'internal', '一舟，客户那边先别说。'],
  ['vendor', 'internal', 'Dear all, please do not forward this to the customer.'],
  ['vendor', 'internal', '请转告客户：已修复。'],
  // Polite among colleagues: never taken for a mail to the customer
  ['unknown', 'unknown', '王经理您好，\n麻烦您出具一份说明，如有问题请随时联系我，谢谢您的支持。'],
  ['unknown', 'unknown', 'Dear Carol,\n\ncould you please look at this? If you have any questions, please let me know. Thanks for your help.'],
  ['vendor', 'internal', '李经理您好，\n麻烦您看一下，客户要求出具盖章的正式说明，如有问题请随时联系我，谢谢您的支持。'],
  // To the maker upstream
  ['vendor', 'upstream', '原厂工程师您好，\n我们作为贵公司的合作伙伴，现提交以下问题。'],
  ['vendor', 'upstream', 'Dear upstream support team,\n\nas your OEM partner we report an issue with activation after the upgrade.'],
  // From the customer
  ['customer', 'customer', '你好，\n我们医院去年购买了 90 套，现在我们的电脑一直弹窗，请贵司尽快解决。'],
  ['customer', 'customer', '尊敬的技术支持：\n我行终端升级后提示激活失败，贵司产品能否给一个说法？'],
  ['customer', 'customer', 'Hello,\n\nwe bought 90 copies last year and several of our machines ask for activation. What can your support team do?'],
  // Open
  ['unknown', 'unknown', '收到，谢谢。'],
  ['unknown', 'unknown', 'ok'],
  ['unknown', 'unknown', ''],
]

describe('single mails', () => {
  test.each(mails)('%s writes, for %s: %j', (side, audience, text) => {
    const [judged] = readCorrespondence(threadOf([messageOf({ text })]))
    expect({ side: judged?.side, audience: judged?.audience }).toEqual({ side, audience })
    expect(
      judged?.because.every((span) => text.slice(span.from, span.to) === span.text && span.message === 1),
    ).toBe(true)
    expect(judged?.audienceCertainty === 'open').toBe(audience === 'unknown')
  })

  const judgedMails = mails.filter(([side, audience]) => side !== 'unknown' || audience !== 'unknown')
  test.each(judgedMails)('%s, for %s, by words that are named: %j', (_side, _audience, text) => {
    const [judged] = readCorrespondence(threadOf([messageOf({ text })]))
    expect(judged?.because.length).toBeGreaterThan(0)
  })
})
