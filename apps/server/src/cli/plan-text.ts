// What people read of a plan: its preview, how it stands, and the checklist that is handed out.
import type { PlanItemWire, PlanWire } from '@holdfast/contract'
import { checklistOf, costOf, isByHand, type Because, type RemedyName } from '@holdfast/fleet'
import {
  phraseBecause,
  phraseItemState,
  phraseNeed,
  phrasePlanState,
  phraseRemedy,
  phraseStep,
} from '@holdfast/phrases'
import type { CommandContext } from './command.ts'
import { formatFacts, formatTable } from './table.ts'

/** Items that a text shows; `--json` has all of them. */
const itemsShownMax = 50

/** Characters of a device's id that tell it from others of the same name. */
const idShown = 8

type Say = Pick<CommandContext, 'say' | 'locale'>

export function planText(context: Say, plan: PlanWire): string {
  const { say, locale } = context
  const { counts, state } = plan
  const stands = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${phraseItemState(kind as keyof typeof counts, locale)}: ${count}`)
  const facts: [string, string | number][] = [
    [say({ en: 'Plan', zh: '方案' }), plan.id],
    [say({ en: 'Title', zh: '名称' }), plan.title],
    [say({ en: 'State', zh: '状态' }), phrasePlanState(state.kind, locale)],
    [say({ en: 'Devices', zh: '设备' }), plan.itemsTotal],
    [say({ en: 'Well until', zh: '应正常至' }), plan.horizon],
    [say({ en: 'How they stand', zh: '进展' }), stands.join(locale === 'zh' ? '；' : '; ')],
  ]
  if (plan.seatsGivenBack > 0)
    facts.push([say({ en: 'Seats given back', zh: '收回席位' }), plan.seatsGivenBack])
  if (state.kind === 'closed') facts.push([say({ en: 'Closed because', zh: '关闭原因' }), state.reason])
  return `${formatFacts(facts)}\n\n${remediesText(context, plan)}${nextText(context, plan)}`
}

function remediesText({ say, locale }: Say, { cost }: PlanWire): string {
  const rows = Object.entries(cost).map(([name, count]) => {
    const remedy = name as RemedyName
    const byHand = isByHand(remedy)
      ? say({ en: 'by hand', zh: '人工' })
      : say({ en: 'by itself', zh: '自动' })
    return [phraseRemedy(remedy, locale), count ?? 0, costOf(remedy), byHand] as const
  })
  if (rows.length === 0) return ''
  const head = [
    say({ en: 'Remedy', zh: '办法' }),
    say({ en: 'Devices', zh: '设备' }),
    say({ en: 'Cost rank', zh: '代价等级' }),
    say({ en: 'How', zh: '方式' }),
  ]
  return `${formatTable(
    head,
    rows.toSorted((one, other) => one[2] - other[2]),
  )}\n\n`
}

/** What comes next, so that nobody has to look it up. */
function nextText({ say }: Say, { id, state, seatsGivenBack }: PlanWire): string {
  const risk = seatsGivenBack > 0 ? ' --accept-risk' : ''
  switch (state.kind) {
    case 'previewed':
      return say({
        en: `Nothing was changed. Next: holdfast plan approve ${id}${risk}`,
        zh: `没有任何改变。下一步：holdfast plan approve ${id}${risk}`,
      })
    case 'approved':
      return say({ en: `Next: holdfast plan run ${id}`, zh: `下一步：holdfast plan run ${id}` })
    case 'running':
      return say({
        en: `Next: holdfast plan verify ${id}, when the devices have been seen again. Steps for people: holdfast plan checklist ${id}`,
        zh: `下一步：设备再次出现后执行 holdfast plan verify ${id}。人工步骤：holdfast plan checklist ${id}`,
      })
    case 'finished':
      return say({
        en: `Every device is well. Next: holdfast plan close ${id} --reason TEXT`,
        zh: `所有设备均正常。下一步：holdfast plan close ${id} --reason TEXT`,
      })
    case 'closed':
      return ''
  }
}

/** Those that are not well yet, with the reason. */
export function itemsText(context: Say, items: readonly PlanItemWire[]): string {
  const { say, locale } = context
  const open = items.filter(({ state }) => state.kind !== 'well' && state.kind !== 'done')
  if (open.length === 0) return ''
  const labelOf = labelItems(items)
  const rows = open
    .slice(0, itemsShownMax)
    .map((item) => [
      labelOf(item),
      phraseNeed(item.need, locale),
      endText(context, item.end),
      item.remedy === null ? '-' : phraseRemedy(item.remedy, locale),
      item.state.kind === 'unrepairable'
        ? phraseBecause(item.state.because as Because, locale)
        : phraseItemState(item.state.kind, locale),
    ])
  const head = [
    say({ en: 'Device', zh: '设备' }),
    say({ en: 'Need', zh: '原因' }),
    say({ en: 'Ends', zh: '到期' }),
    say({ en: 'Remedy', zh: '办法' }),
    say({ en: 'State', zh: '状态' }),
  ]
  const more = open.length - rows.length
  const rest =
    more === 0
      ? ''
      : `\n${say({ en: `... and ${more} more (--json has all)`, zh: `……另有 ${more} 台（--json 列出全部）` })}`
  return `\n\n${formatTable(head, rows)}${rest}`
}

/** The name of a device; its id beside it where several have the same name, alone where it has none. */
function labelItems(items: readonly PlanItemWire[]): (item: PlanItemWire) => string {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { name } of items) {
    if (name !== null && seen.has(name)) repeated.add(name)
    else if (name !== null) seen.add(name)
  }
  return ({ name, device }) =>
    name === null ? device : repeated.has(name) ? `${name} (${device.slice(0, idShown)})` : name
}

function endText({ say }: Say, end: PlanItemWire['end']): string {
  if (end === null) return say({ en: 'unknown', zh: '未知' })
  return end.kind === 'perpetual' ? say({ en: 'never', zh: '永久' }) : end.until
}

/** Devices with the same steps stand together, each group numbered from 1. Empty where nobody has to do anything. */
export function checklistText(context: Say, plan: PlanWire, items: readonly PlanItemWire[]): string {
  const { say, locale } = context
  const groups = Map.groupBy(items.filter(isForPeople), ({ remedy, scheme }) => `${remedy} ${scheme}`)
  const labelOf = labelItems(items)
  const parts = [...groups.values()].map((group) => {
    const [{ remedy, scheme }] = group as [PlanItemWire]
    const steps = checklistOf(remedy as RemedyName, scheme)
    const devices = group.map(
      (item) => `  [ ] ${labelOf(item)}${item.serial === null ? '' : ` (${item.serial})`}`,
    )
    const title = `${phraseRemedy(remedy as RemedyName, locale)} - ${say({ en: `${group.length} devices`, zh: `${group.length} 台设备` })}`
    const numbered = steps.map(({ code, command }, at) => {
      const line = `${at + 1}. ${phraseStep(code, locale)}`
      return command === null ? line : `${line}\n     ${command}`
    })
    return [title, ...devices, '', ...numbered].join('\n')
  })
  const head = `${plan.title} (${plan.id})`
  if (parts.length === 0)
    return `${head}\n\n${say({ en: 'Nothing here needs a person.', zh: '没有需要人工处理的步骤。' })}`
  const note = say({
    en: 'A command that printed success proves nothing; only a later observation does.',
    zh: '命令显示成功并不能证明什么，只有之后的观测才算数。',
  })
  return [head, note, ...parts].join('\n\n')
}

/** Items whose remedy is not proven yet and that somebody must do something for. */
function isForPeople({ remedy, state }: PlanItemWire): boolean {
  return remedy !== null && isByHand(remedy) && (state.kind === 'proposed' || state.kind === 'started')
}
