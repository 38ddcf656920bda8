import type { WindowsCode } from '@holdfast/fleet'
import type { Locale } from './locale.ts'

/** What a code means and what to look at, in one or two plain sentences. A code without them does not compile. */
export const windowsCodePhrases: { readonly [code in WindowsCode]: { readonly [locale in Locale]: string } } =
  {
    C004F074: {
      en: 'No activation host answered. See that the machine is in the office network, that the name record exists, that port 1688 is open and that the clock is right; event 12288 names the host that was tried.',
      zh: '没有激活服务器应答。请确认机器在办公网络中、名称记录存在、1688 端口开放且时钟正确；事件 12288 会说明尝试过的服务器。',
    },
    C004F056: {
      en: 'The client is not bound to a host: its last activation is missing or has lapsed. Run "slmgr /ato" in the network.',
      zh: '客户端未与服务器绑定：上次激活缺失或已失效。请在网络中运行“slmgr /ato”。',
    },
    C004F009: {
      en: 'The grace period has run out. The activation has lapsed, and the key can be entered again.',
      zh: '宽限期已结束。激活已失效，可以重新输入密钥。',
    },
    C004F00F: {
      en: 'The hardware changed too much. Activate again: in the network by "slmgr /ato", else with the key or by telephone.',
      zh: '硬件变更过大。请重新激活：在网络中运行“slmgr /ato”，否则使用密钥或电话激活。',
    },
    C004F034: {
      en: 'The licence was not found or is not valid. Check whether key and edition belong together, also after an upgrade.',
      zh: '找不到许可证或许可证无效。请检查密钥与版本类型是否匹配，升级之后也要检查。',
    },
    C004E003: {
      en: 'The licence could not be evaluated: the licence store or system files were changed. Repair them, and look for programs that tamper with them.',
      zh: '无法评估许可证：许可证存储或系统文件已被改动。请修复，并检查是否有篡改程序。',
    },
    C004F038: {
      en: 'The count at the host is below its minimum: 25 clients or 5 servers. Copied machine ids count once.',
      zh: '服务器的计数低于最低要求：25 台客户端或 5 台服务器。重复的机器 ID 只计一次。',
    },
    C004F039: {
      en: 'That machine is no activation host. It needs its host key, activated.',
      zh: '该机器不是激活服务器，需要安装并激活服务器密钥。',
    },
    C004F041: {
      en: 'The activation host is not activated itself. Look at its host key.',
      zh: '激活服务器自身未激活，请检查其服务器密钥。',
    },
    C004F042: {
      en: 'The activation host cannot serve this product. Update the host, and look at its host key.',
      zh: '激活服务器不支持此产品。请更新服务器并检查其服务器密钥。',
    },
    C004F200: {
      en: "The copy is said not to be genuine. That may be a fault of the maker's servers: try again later before drawing conclusions.",
      zh: '提示副本非正版。这可能是制造商服务器的故障：请稍后重试，再下结论。',
    },
    C004F035: {
      en: 'A volume key needs a licence of the machine that it builds on; the text of the message misleads. Check that licence.',
      zh: '批量密钥需要机器具备相应的基础许可证，提示文字容易误导。请检查该许可证。',
    },
    C004F050: {
      en: 'The product key is not valid. Compare it with the order.',
      zh: '产品密钥无效，请与订单核对。',
    },
    C004F051: {
      en: 'The product key has been blocked. Ask the vendor.',
      zh: '产品密钥已被禁用，请联系厂商。',
    },
    C004F06C: {
      en: 'The time stamp is wrong. Set the clock of the machine.',
      zh: '时间戳有误，请校准机器时钟。',
    },
    '4004F040': {
      en: 'The product was activated. This is information and no error: check the rights of use.',
      zh: '产品已激活。这是提示而非错误：请核对使用权限。',
    },
    '4004F00C': {
      en: 'The product runs within a valid grace period. This is information and no error.',
      zh: '产品在有效的宽限期内运行。这是提示而非错误。',
    },
    '4004F00D': {
      en: 'The product runs within the grace period after a change of hardware. This is information and no error.',
      zh: '产品在硬件变更后的宽限期内运行。这是提示而非错误。',
    },
    C004F014: { en: 'No product key is there. Enter one.', zh: '没有产品密钥，请输入密钥。' },
    C004F025: {
      en: 'Rights are missing. Run the command as administrator.',
      zh: '权限不足，请以管理员身份运行该命令。',
    },
    '80070005': {
      en: 'Access was denied. Run the command as administrator.',
      zh: '访问被拒绝，请以管理员身份运行该命令。',
    },
    '8007232B': {
      en: 'The name of the activation host does not exist. Check the name record and the name server.',
      zh: '激活服务器的名称不存在，请检查名称记录和名称服务器。',
    },
    '8007251D': {
      en: 'There is no record for the activation host. Add it, or enter the host by hand.',
      zh: '没有激活服务器的记录，请添加记录或手动指定服务器。',
    },
    '8007232A': {
      en: 'The name server failed. Look at it, and try again.',
      zh: '名称服务器出现故障，请检查后重试。',
    },
    '800706BA': {
      en: 'The machine cannot be reached for management. Look at the firewall.',
      zh: '无法连接该机器进行管理，请检查防火墙。',
    },
    C004C001: {
      en: "The maker's server says that the key is not valid. Compare it with the order.",
      zh: '制造商的服务器提示密钥无效，请与订单核对。',
    },
    C004C003: {
      en: "The maker's server says that the key is blocked. Ask the vendor.",
      zh: '制造商的服务器提示密钥已被禁用，请联系厂商。',
    },
    C004C008: {
      en: "The maker's server says that the key cannot be used any more. Activate by telephone, or ask the vendor.",
      zh: '制造商的服务器提示密钥已不可用。请使用电话激活，或联系厂商。',
    },
    C004C020: {
      en: 'The key has been used as often as it may. Ask the vendor for more activations.',
      zh: '密钥的激活次数已用完，请向厂商申请更多次数。',
    },
    C004C021: {
      en: 'The key has been extended as often as it may. Ask the vendor.',
      zh: '密钥的延期次数已用完，请联系厂商。',
    },
    C004B100: {
      en: "The maker's server says that this machine cannot be activated. Check key and edition.",
      zh: '制造商的服务器提示无法激活此机器，请检查密钥和版本类型。',
    },
    C004F02C: {
      en: 'The offline data has a wrong format. Read the groups again.',
      zh: '离线数据格式有误，请重新核对各组数字。',
    },
    C004F02D: {
      en: 'The installation id is of another version. Read the groups again.',
      zh: '安装 ID 的版本不符，请重新核对各组数字。',
    },
    C004F02E: {
      en: 'The confirmation id is of another version. Read the groups again.',
      zh: '确认 ID 的版本不符，请重新核对各组数字。',
    },
    C004F02F: {
      en: 'The length of the confirmation id is wrong. A group is missing or doubled.',
      zh: '确认 ID 的长度有误，可能缺少或重复了某一组。',
    },
    C004F030: {
      en: 'The confirmation id could not be stored. Try again as administrator.',
      zh: '无法保存确认 ID，请以管理员身份重试。',
    },
    C004F031: {
      en: 'Installation id and confirmation id do not belong together. Ask for a confirmation of the id that is shown now.',
      zh: '安装 ID 与确认 ID 不匹配，请用当前显示的安装 ID 重新获取确认 ID。',
    },
    C004F04D: {
      en: 'The check digits of the confirmation id are wrong. Read the groups again.',
      zh: '确认 ID 的校验位有误，请重新核对各组数字。',
    },
    C004D302: {
      en: 'The timers were set back. Restart the machine.',
      zh: '计时器已重置，请重新启动机器。',
    },
    C004D307: {
      en: 'The timers cannot be set back any more often. Activate the machine.',
      zh: '计时器的重置次数已用完，请激活机器。',
    },
  }
