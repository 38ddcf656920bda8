import { operations } from '@holdfast/contract'
import { done, textOf, type Command } from '../command.ts'

const personTaken = {
  name: '<person>',
  summary: { en: 'id of the person (per_...)', zh: '人员标识（per_...）' },
}

const showPerson: Command = {
  path: ['person', 'show'],
  summary: {
    en: 'Shows name and contacts of a person; leaves a row in the audit.',
    zh: '显示人员的姓名和联系方式，并留下审计记录。',
  },
  takes: [personTaken],
  example: 'person show per_01j9...',
  async run({ api }, [person = '']) {
    const shown = await api.call(operations.showPerson, { params: { person } })
    return shown.kind === 'problem' ? shown : done(shown.answer, JSON.stringify(shown.answer, null, 2))
  },
}

const exportPerson: Command = {
  path: ['person', 'export'],
  summary: {
    en: 'Gives everything that the books hold of a person, as JSON.',
    zh: '以 JSON 导出账册中该人员的全部数据。',
  },
  takes: [personTaken],
  example: 'person export per_01j9... > person.json',
  async run({ api }, [person = '']) {
    const given = await api.call(operations.exportPerson, { params: { person }, body: {} })
    return given.kind === 'problem' ? given : done(given.answer, JSON.stringify(given.answer, null, 2))
  },
}

const erasePerson: Command = {
  path: ['person', 'erase'],
  summary: {
    en: 'Erases a person for good: messages, bytes, name, addresses, numbers.',
    zh: '永久删除该人员：邮件、原始内容、姓名、地址和号码。',
  },
  takes: [personTaken],
  options: [
    {
      flags: '--reason <text>',
      summary: { en: 'why; stays in the audit', zh: '原因；保留在审计中' },
      required: true,
    },
    { flags: '--for-good', summary: { en: 'nothing brings it back', zh: '确认不可恢复' } },
  ],
  example: 'person erase per_01j9... --reason "asked for it on 2026-03-02" --for-good',
  async run({ api, say }, [person = ''], options) {
    if (options['forGood'] !== true) return { kind: 'misused', message: '--for-good' }
    const body = { reason: textOf(options, 'reason') ?? '' }
    const erased = await api.call(operations.erasePerson, { params: { person }, body })
    if (erased.kind === 'problem') return erased
    const { messages } = erased.answer
    const text = {
      en: `Erased, with ${messages.length} messages.`,
      zh: `已删除，涉及 ${messages.length} 封邮件。`,
    }
    return done(erased.answer, say(text))
  },
}

export const personCommands: readonly Command[] = [showPerson, exportPerson, erasePerson]
