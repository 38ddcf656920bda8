import { formatInstant } from '@holdfast/capabilities'
import { describeSupportFact, parseSupportCode } from '@holdfast/lease'
import { phrase } from '@holdfast/phrases'
import { done, type Command } from '../command.ts'
import { formatFacts } from '../table.ts'

const explainSupportCode: Command = {
  path: ['support-code'],
  summary: { en: 'Says what a support code means. Needs no server.', zh: '解释支持代码，无需服务器。' },
  takes: [
    { name: '<code>', summary: { en: 'three groups, as shown to the user', zh: '用户看到的三组字符' } },
  ],
  example: 'support-code 8H1C4-00B4D-GJ0QK',
  async run({ api, locale, say }, [text = '']) {
    const parsed = parseSupportCode(text)
    if (parsed.kind === 'refused') return api.refused(parsed)
    const { code, number, day } = parsed
    const fact = code === null ? null : describeSupportFact(code, parsed.fact)
    const words = code === null ? null : phrase(code, {}, locale)
    const json = {
      code,
      number,
      productTag: parsed.productTag,
      day: formatInstant(day).slice(0, 10),
      fact: fact === null ? parsed.fact : { [fact.name]: fact.value },
      ...words,
    }
    const lines: [string, string | number][] = [
      [say({ en: 'Code', zh: '代码' }), code ?? say({ en: `unknown (${number})`, zh: `未知（${number}）` })],
      [say({ en: 'Day', zh: '日期' }), json.day],
      [say({ en: 'Product tag', zh: '产品标记' }), parsed.productTag],
    ]
    if (fact !== null) lines.push([fact.name, fact.value])
    if (words !== null)
      lines.push(
        [say({ en: 'Meaning', zh: '含义' }), words.title],
        [say({ en: 'User', zh: '用户' }), words.userAction],
        [say({ en: 'Administrator', zh: '管理员' }), words.adminAction],
      )
    return done(json, formatFacts(lines))
  },
}

export const supportCodeCommands: readonly Command[] = [explainSupportCode]
