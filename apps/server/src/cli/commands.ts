// Every command of `holdfast`, in the order of its help.
import type { Command, Words } from './command.ts'
import { auditCommands } from './commands/audit.ts'
import { customerCommands } from './commands/customer.ts'
import { deviceCommands } from './commands/device.ts'
import { clockCommands } from './commands/clock.ts'
import { deskCommands } from './commands/desk.ts'
import { explainCommands } from './commands/explain.ts'
import { findingCommands } from './commands/finding.ts'
import { caseCommands } from './commands/case.ts'
import { captureCommands } from './commands/capture.ts'
import { fleetCommands } from './commands/fleet.ts'
import { forecastCommands } from './commands/forecast.ts'
import { licenceCommands } from './commands/licence.ts'
import { lintTermsCommands } from './commands/lint-terms.ts'
import { mailCommands } from './commands/mail.ts'
import { modelCommands } from './commands/model.ts'
import { offlineCommands } from './commands/offline.ts'
import { orderCommands } from './commands/order.ts'
import { personCommands } from './commands/person.ts'
import { planCommands } from './commands/plan.ts'
import { productCommands } from './commands/product.ts'
import { readCommands } from './commands/read.ts'
import { seatCommands } from './commands/seat.ts'
import { serialCommands } from './commands/serials.ts'
import { serveCommands } from './commands/serve.ts'
import { statusCommands } from './commands/status.ts'
import { supportCodeCommands } from './commands/support-code.ts'
import { tokenCommands } from './commands/token.ts'
import { trustCommands } from './commands/trust.ts'
import { webhookCommands } from './commands/webhook.ts'

export const commands: readonly Command[] = [
  ...serveCommands,
  ...statusCommands,
  ...productCommands,
  ...customerCommands,
  ...orderCommands,
  ...serialCommands,
  ...licenceCommands,
  ...deviceCommands,
  ...seatCommands,
  ...findingCommands,
  ...captureCommands,
  ...fleetCommands,
  ...webhookCommands,
  ...clockCommands,
  ...offlineCommands,
  ...trustCommands,
  ...tokenCommands,
  ...auditCommands,
  ...supportCodeCommands,
  ...personCommands,
  ...planCommands,
  ...forecastCommands,
  ...lintTermsCommands,
  ...modelCommands,
  ...readCommands,
  ...explainCommands,
  ...caseCommands,
  ...mailCommands,
  ...deskCommands,
]

export const groups: { readonly [word: string]: Words } = {
  product: { en: 'Products and their editions.', zh: '产品及其版本类型。' },
  release: { en: 'Releases of a product.', zh: '产品的发行版。' },
  customer: { en: 'Customers.', zh: '客户。' },
  order: { en: 'Orders and their product keys.', zh: '订单及其产品密钥。' },
  serials: { en: 'Serial numbers.', zh: '序列号。' },
  licence: {
    en: 'Licences: suspend, resume, withdraw, correct.',
    zh: '授权许可证：暂停、恢复、撤销、更正。',
  },
  device: { en: 'Devices.', zh: '设备。' },
  seat: { en: 'Seats.', zh: '席位。' },
  finding: { en: 'What a person should look at.', zh: '需要人工查看的发现。' },
  plan: { en: 'Plans that make devices well again, and prove it.', zh: '修复设备并加以证实的方案。' },
  capture: { en: 'What administrators captured.', zh: '采集文本。' },
  fleet: { en: 'Devices that captures speak of.', zh: '采集文本涉及的设备。' },
  webhook: { en: 'Where findings are sent.', zh: '待查事项的发送地址。' },
  clock: { en: 'The clock of the server, after it once ran ahead.', zh: '服务器时钟（曾超前之后的处理）。' },
  offline: { en: 'Devices without a network.', zh: '离线设备。' },
  trust: { en: 'Whose signatures count.', zh: '信任哪些签名。' },
  token: { en: 'Access tokens.', zh: '访问令牌。' },
  person: { en: 'People whom the desk knows.', zh: '支持往来中的人员。' },
  case: { en: 'Cases of the support desk.', zh: '支持案例。' },
  desk: { en: 'Secrets and restored books of the desk.', zh: '支持密钥与恢复后的账册。' },
  mail: { en: 'Mail that comes in and goes out.', zh: '邮件的收发。' },
  model: {
    en: 'Modelled devices: a scheme of activation played on a virtual clock.',
    zh: '设备模型：在虚拟时钟上模拟激活机制。',
  },
  audit: { en: 'Who did what, and whether that was altered.', zh: '操作记录及其完整性。' },
}
