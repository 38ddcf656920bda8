// What a case is about, as a person says it: an order, a serial number, a device.
import { linkKindNames, operations, type CaseLinkBody } from '@holdfast/contract'
import { done, type Command } from '../command.ts'
import { formatFacts } from '../table.ts'
import { linkText, linkWords, wordIn } from './case-words.ts'
import { caseTaken, findVersion, seenOption } from './work-commands.ts'

const kinds = linkKindNames.join(', ')

export const linkCase: Command = {
  path: ['case', 'link'],
  summary: {
    en: 'Adds or confirms what a case is about; with --reject, no mail proposes it again.',
    zh: '添加或确认案例涉及的对象；加 --reject 则予以否决，此后的邮件不会再次建议。',
  },
  takes: [
    caseTaken,
    { name: '<kind>', summary: { en: kinds, zh: kinds } },
    {
      name: '<value>',
      summary: { en: 'number or id, as case show tells it', zh: '编号或标识，与 case show 所示一致' },
    },
  ],
  options: [{ flags: '--reject', summary: { en: 'it is not about this', zh: '与此无关' } }, seenOption],
  example: 'case link CAS-00017-K2F9QX order PO-2026-0031',
  async run(context, [named = '', kind = '', value = ''], options) {
    const chosen = linkKindNames.find((name) => name === kind)
    if (chosen === undefined) return { kind: 'misused', message: `${kind}: ${kinds}` }
    const found = await findVersion(context, named, options)
    if (found.kind !== 'version') return found
    const certainty: CaseLinkBody['certainty'] = options['reject'] === true ? 'rejected' : 'confirmed'
    const body = { version: found.version, links: [{ kind: chosen, value, certainty } as const] }
    const changed = await context.api.call(operations.changeCase, { params: { case: named }, body })
    if (changed.kind === 'problem') return changed
    const { answer } = changed
    const { say, locale } = context
    const text = formatFacts([
      [say({ en: 'Case', zh: '案例' }), answer.number],
      [wordIn(linkWords, kind, locale), linkText({ value, certainty }, locale)],
      [say({ en: 'Version', zh: '版本' }), answer.version],
    ])
    return done(answer, text)
  },
}
