// What people of invented companies write to an invented vendor.
import type { Chance } from './chance.ts'

export type Language = 'zh' | 'en'

export type Person = { readonly name: string; readonly address: string; readonly language: Language }

const chineseNames = [
  '林晓',
  '周明远',
  '陈一凡',
  '赵可',
  '孙文博',
  '吴思齐',
  '郑好',
  '冯逸',
  '褚然',
  '蒋知行',
]
const englishNames = ['Ada Quill', 'Ben Harrow', 'Cleo Marsh', 'Dan Orchard', 'Eve Larkin', 'Finn Calder']
const chineseCompanies = [
  'beihe-machine',
  'nanling-power',
  'dongwan-port',
  'xishan-hospital',
  'qingshui-rail',
]
const englishCompanies = ['north-mill', 'harbour-works', 'ridge-foundry', 'lakeside-clinic']

const greetings = {
  zh: ['您好：', '支持部门您好，', '各位老师好，'],
  en: ['Hello,', 'Dear support team,', 'Good day,'],
}
const closings = {
  zh: ['谢谢！', '此致\r\n敬礼', '盼复，谢谢。'],
  en: ['Thank you.', 'Kind regards', 'Best regards'],
}

const topics = {
  zh: [
    '许可证续期失败',
    '升级到 V0-H 后剩余时间不对',
    '离线激活没有反应',
    '设备更换后无法激活',
    '服务器证书提示过期',
    '激活窗口显示乱码',
    '序列号提示已用完',
    '批量激活的顺序',
  ],
  en: [
    'renewal fails',
    'remaining time is wrong after V0-H',
    'offline activation does nothing',
    'device was replaced',
    'reminder window every morning',
    'seats are exhausted',
    'order of a bulk activation',
  ],
}

const sentences = {
  zh: [
    '我们在设备 {device} 上从 V0-G 升级到 V0-H 之后，剩余时间显示为 {days} 天。',
    '昨天重新启动后，激活窗口又弹了出来，截图稍后补上。',
    '这批机器一共 {count} 台，都在内网，不能连接互联网。',
    '请问到期之后，能不能用原来的序列号再次激活？',
    '按照手册第 {page} 页的步骤做了一遍，结果还是一样。',
    '同一批次的另外 {count} 台没有这个现象。',
    '现场的同事说，系统时间曾经被改到一年以后，后来又改了回来。',
    '如果需要日志，请告诉我们运行哪条命令、文件放在哪里。',
    '用户那边催得很急，希望本周内能有一个明确的说法。',
    '我们先不动这台机器，等你们的答复。',
    '刚才又试了一次，错误和之前的相同。',
    '升级之前我们做过备份，需要的话可以恢复到升级前的状态。',
  ],
  en: [
    'After the upgrade of {device} from V0-G to V0-H the remaining time reads {days} days.',
    'The activation window came back after the restart yesterday, and a picture will follow.',
    'There are {count} machines in this batch, none of them has a connection to the internet.',
    'Can the device be activated again with its old serial number once the term has ended?',
    'We followed the steps on page {page} of the manual, and the result is the same.',
    'Another {count} machines of the same batch do not show this.',
    'Somebody on site had set the clock a year ahead and set it back later.',
    'If you need logs, please tell us which command to run and where to put the file.',
    'Our users are waiting, and we would like a clear answer within this week.',
    'We leave the machine as it is until we hear from you.',
    'It was tried once more just now, with the same message as before.',
    'There is a backup from before the upgrade, if that is of any use.',
  ],
}

export function findPerson(chance: Chance, language: Language): Person {
  const names = language === 'zh' ? chineseNames : englishNames
  const companies = language === 'zh' ? chineseCompanies : englishCompanies
  const index = chance.below(names.length)
  const company = chance.pick(companies)
  return { name: names[index] ?? '', address: `person${index + 1}@${company}.example`, language }
}

export function findTopic(chance: Chance, language: Language): string {
  const device = deviceName(chance)
  return language === 'zh' ? `${chance.pick(topics.zh)}（${device}）` : `${device}: ${chance.pick(topics.en)}`
}

/** Lines of a letter of about so many characters, CRLF, with greeting and name. */
export function composeLetter(chance: Chance, person: Person, lengthWanted: number): string {
  const { language } = person
  const lines = [chance.pick(greetings[language]), '']
  let length = 60
  do {
    const count = chance.between(1, 3)
    const line = Array.from({ length: count }, () => sentence(chance, language)).join(
      language === 'zh' ? '' : ' ',
    )
    lines.push(line, '')
    length += line.length + 4
  } while (length < lengthWanted)
  lines.push(chance.pick(closings[language]), person.name, person.address, '')
  return lines.join('\r\n')
}

/** Lines with the mark of quotation before each. */
export function quote(text: string, { name, language }: Person): string {
  const head = language === 'zh' ? `${name} 写道：` : `${name} wrote:`
  const lines = text.split('\r\n').map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`))
  return `${head}\r\n${lines.join('\r\n')}\r\n`
}

function sentence(chance: Chance, language: Language): string {
  return chance
    .pick(sentences[language])
    .replace('{device}', deviceName(chance))
    .replace('{days}', String(chance.between(1, 150_000)))
    .replace('{count}', String(chance.between(2, 140)))
    .replace('{page}', String(chance.between(3, 80)))
}

function deviceName(chance: Chance): string {
  return `PC-${String(chance.between(1, 9_999)).padStart(4, '0')}`
}
