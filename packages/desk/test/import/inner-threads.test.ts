// Whole threads between staff, and between staff and customer, without recipients: no inner mail is taken for one to the customer.
import { expect, test } from 'vitest'
import { readCorrespondence } from '../../src/import/read-correspondence.ts'
import type { Audience } from '../../src/import/imported-case.ts'
import { messageOf, threadOf } from './fixtures.ts'

type Mail = readonly [Audience, from: string, text: string]

// prettier-ignore
const staffZh: readonly Mail[] = [
  ['internal', '何一帆', '各位好，\n\n麻烦帮忙看下这个问题，现象是升级之后剩余天数变成两百多天。\n\n1）是否为我司软件独有：是\n2）版本：V0-G → V0-H\n3）现象描述：授权 150000 天，现显示 200/300/500 天\n4）重现步骤：……\n5）希望得到的支持：有没有不重装的办法\n\n何一帆\n客户服务部'],
  ['internal', '罗静', '一帆，\n\n这个是老问题了，新线 V2020-L 才修。对方现在有 120 多台，预计上万台。到期前 30 天弹窗，之后应该可以重新输入密钥。对方不接受弹窗也不接受重装。\n\n罗静'],
  ['customer', '何一帆', '徐工，您好！\n\n正如刚刚电话里沟通的，现将本次服务请求的范围确认如下：\n范围：授权到期提醒\n定义：升级后授权天数变短\n\n如对以上描述有不同意见，烦请告知。\n\n何一帆\n客户服务部\n电话：010-0000-0000'],
  ['internal', '丁磊', '请确认以下几点：\n1. 溢出怎么判断的？\n2. 状态命令显示的期限是什么？\n3. 客户端是否又运行过？\n4. 诊断包发一份。'],
  ['internal', '罗静', '1. 都会，不用判断\n2. 100/300/600/800 天，没有规律\n3. 界面显示已激活，输入框灰色\n4. 不用抓了吧，没有意义'],
  ['internal', '丁磊', '需要升级给上游的话，请先把表单填一下。'],
  ['internal', '罗静', '研发掌握的信息更多，应该由研发填，我们补充。'],
  ['internal', '何一帆', '短期内估计没有解决方案了，30天之后能不能至少让用户激活上？'],
  ['internal', '丁磊', '实验室环境显示 800 多天，手头没有快到期的机器，没法验证。表单初稿见附件。'],
  ['internal', '罗静', '如果到期后激活不了，那就是另一个更严重的问题了，标题和优先级都要变。建议先测，再升级。'],
  ['internal', '丁磊', '我们这边复现不了。支持这边把表单补全后可以自行提交。'],
  ['internal', '罗静', '已尽量补全，仍空缺：是否可恢复、业务理由、不修复的影响。两个重点：能否停止弹窗并恢复；到期后能否激活。'],
  ['customer', '何一帆', '徐工，您好！\n\n根据刚才的通话，目前有以下两个方案：\n方案一：重装系统。原因：……影响：……\n方案二：等待到期。到期后无法激活，但不影响正常使用。\n\n请您评估后告知选择。\n\n何一帆'],
  ['customer', '何一帆', '徐工，您好！\n\n请在一台已到期的设备上按以下步骤操作：\n1. 右键以管理员身份运行诊断工具\n2. 将生成的压缩包发给我\n\n（见下图）\n\n何一帆'],
  ['customer', '何一帆', '徐工，您好！\n\n换一个 SN 是否可以？不可以，结果相同。\n关于书面说明，我们正在准备，完成后会第一时间发给您。\n\n何一帆\n如您对我的服务有任何意见，可联系我的主管。'],
  ['internal', '罗静', '潘总，\n\n情况汇总如下：1）…… 2）…… 剩余 200/300/500/800 天。\n需要产品出具一份说明：属于系统故障，产品为正版。\n\n罗静'],
  ['internal', '潘悦', '静，见附件，看看有没有要改的。'],
  ['internal', '罗静', '没有要补充的。'],
  ['internal', '潘悦', '法务看过了，把客户名称填进去，需要盖章的话走流程。'],
  ['customer', '秦朗', '徐经理：\n\n您好！\n贵公司于2019年5月起购买的96套产品为正版。由于激活机制升级，激活可能丢失，只能重新安装。附件为：授权证书、产品标签、SN清单。\n\n秦朗\n商务部'],
  ['customer', '何一帆', '徐工，您好！\n\n经电话确认，同意本服务请求归档。\n【描述】升级后授权天数变短\n【分析】……\n【总结】到期后客户重新输入 SN，激活成功。\n后续如有需要，可重新开启本服务请求。\n\n何一帆'],
  ['internal', '秦朗', '一帆，现在重新输 SN 可以了？\n\n【总结】到期后客户重新输入 SN，激活成功。'],
]

// prettier-ignore
const staffEn: readonly Mail[] = [
  ['internal', 'Priya Nair', 'Filing this with R&D.\n\nOurs alone? Yes.\nProduct: V0-G, upgraded to V0-H\nSteps: activate, upgrade offline, look at the term\nHelp wanted: something other than reinstalling\n\nPriya'],
  ['internal', 'Tom Weller', 'Known issue, the maker only fixed it in V2020-L. They have 100+ devices, 10,000 expected. They accept neither popups nor reinstalling.\n\nTom'],
  ['customer', 'Priya Nair', 'Dear Mr. Falk,\n\nas just discussed on the phone, here is what we agreed:\nScope: terms after the upgrade\nIf you disagree, please tell me.\n\nPriya Nair\nSupport Engineer'],
  ['internal', 'Kenji Arai', 'How is the overflow judged? What does the status command show? Was the client run again? Please send the diagnostic archive.'],
  ['internal', 'Tom Weller', 'Kenji,\nalways, no need to judge. 100/300/600/800 days. Fields are grey. The archive is not needed.'],
  ['internal', 'Kenji Arai', 'Could you fill in the upstream form, please?'],
  ['internal', 'Priya Nair', 'There will be no solution soon. Can they at least activate after the 30 days?'],
  ['internal', 'Kenji Arai', 'Our lab shows 800+ days, no machine is close to its end. Draft form attached.'],
  ['internal', 'Tom Weller', 'If it cannot be activated afterwards that is a worse problem with another priority. Test first, then escalate.'],
  ['customer', 'Priya Nair', 'Dear Mr. Falk,\n\ntwo options: reinstall, or wait. After expiry it cannot be activated; normal use is not affected. Please tell me which you prefer.\n\nPriya'],
  ['customer', 'Priya Nair', 'Dear Mr. Falk,\n\nwould another serial number help? No. A formal explanation will follow; you will be the first to know.\n\nPriya'],
  ['internal', 'Tom Weller', 'Maria,\n\nwe need a statement from product management: system fault, the copies are genuine. 200/300/500/800 days.\n\nTom'],
  ['internal', 'Maria Conti', 'Draft attached. Comments?'],
  ['internal', 'Tom Weller', 'Nothing to add.'],
  ['internal', 'Maria Conti', 'Legal is fine with it. Put the name of the customer in, and ask for the seal if needed.'],
  ['customer', 'Lars Holm', 'Dear Mr. Falk,\n\nthe 96 copies bought from May 2019 are genuine. The activation mechanism was upgraded, activation may be lost, and only reinstalling helps.\n\nLars Holm\nLicensing desk'],
  ['customer', 'Priya Nair', 'Dear Mr. Falk,\n\nthe case is archived with your consent given by phone.\nDescription: ...\nSummary: after expiry the customer entered the SN again and activation succeeded.\nIt can be reopened at any time.\n\nPriya'],
  ['internal', 'Lars Holm', 'Priya, entering the SN again works now?\n\n> Summary: after expiry the customer entered the SN again and activation succeeded.'],
]

// prettier-ignore
const bothZh: readonly Mail[] = [
  ['customer', '何一帆', '徐工，您好！\n正如刚刚电话里沟通的，感谢您的来电。如对以上描述有异议，烦请告知。\n\n何一帆\n客户服务部'],
  ['internal', '何一帆', '徐工刚才又来电话了，说他们领导不接受重装，怎么回复？'],
  ['internal', '罗静', '一帆，可以这样回：感谢您的耐心等待，我们正在积极处理，有进展会第一时间通知您。'],
  ['internal', '潘悦', '下面是给徐工的回信，大家看看：\n\n徐工，您好！\n感谢您的耐心等待。如您有任何问题，请随时联系我。'],
  ['internal', '罗静', '转发徐工的来信，请研发看看。\n\n-----原始邮件-----\n发件人：徐工\n我们的设备又弹窗了，请贵司尽快解决。'],
  ['internal', '何一帆', '@丁磊 徐工问能不能给个时间，您那边有结论了吗？麻烦您尽快回复，谢谢！'],
  ['customer', '徐立', '何工，我们的电脑今天又弹窗了，领导很不满意，请贵司尽快给一个说法。\n\n徐立\n海棠电力信息中心'],
  ['internal', '何一帆', '收到徐工的邮件，见下。请产品同事协助准备书面说明，谢谢。'],
  ['customer', '何一帆', '徐工，您好！\n说明函已寄出，请您查收。\n何一帆'],
  ['internal', '丁磊', '建议回复：您好，到期后请您重新输入序列号。这个还没验证过，先不要发。'],
]

// prettier-ignore
const bothEn: readonly Mail[] = [
  ['customer', 'Priya Nair', 'Dear Mr. Falk,\n\nthank you for your call. If you disagree, please tell me.\n\nPriya Nair\nSupport Engineer'],
  ['internal', 'Priya Nair', 'Mr. Falk called again, his management insists on a letter. What shall I tell him?'],
  ['internal', 'Tom Weller', 'You could write: "Dear Mr. Falk, thank you for your patience, your devices will keep working."'],
  ['internal', 'Maria Conti', 'Proposed answer to Mr. Falk below, comments welcome.\n\nDear Mr. Falk,\nthank you for your patience. If you have any questions, please let me know.'],
  ['internal', 'Tom Weller', 'Dear Maria,\n\nthank you for your patience with this one. If you disagree with the wording please tell me.'],
  ['customer', 'A. Falk', 'Priya, our users complain again, what is your support team doing?\n\nA. Falk\nWestmark Harbour Office'],
  ['internal', 'Priya Nair', 'Forwarding what Mr. Falk wrote. Kenji, please have a look.\n\nFrom: A. Falk\nSent: Monday\nour users complain again'],
  ['customer', 'Priya Nair', 'Dear Mr. Falk,\n\nI am sorry for the inconvenience. The letter is on its way.\n\nPriya'],
]

const zh = '回复: [案例号: SR-2291] % 海棠电力 % 授权天数 % 归档 TK:01'
const en = 'Re: [Case No.: SR-7] % Westmark Harbour Office % Terms % archived TK:1'

test.each([
  ['a Chinese thread of staff', zh, staffZh],
  ['an English thread of staff', en, staffEn],
  ['a Chinese thread with the customer in it', zh, bothZh],
  ['an English thread with the customer in it', en, bothEn],
])('%s', (_, subject, mails) => {
  const messages = mails.map(([, name, text]) => messageOf({ from: { name, address: '' }, text }))
  const judged = readCorrespondence(threadOf(messages, subject))
  const said = judged.map(({ side, audience }, at) => [at + 1, side, audience])
  const customers = new Set(['徐立', 'A. Falk'])
  expect(said).toEqual(
    mails.map(([audience, name], at) => [at + 1, customers.has(name) ? 'customer' : 'vendor', audience]),
  )
})
