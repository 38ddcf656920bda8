// An explanation for people: the table, the paragraph, the next step.
import { formatInstant } from '@holdfast/capabilities'
import { formatTerm, type Explanation, type FoundHypothesis } from '@holdfast/fleet'
import { phraseExplanation, unitWords, type Locale } from '@holdfast/phrases'
import { formatTable } from '../table.ts'

const shownMax = 5

const words = {
  en: {
    held: 'held as',
    past: 'past its end',
    left: 'left of the term',
    explains: 'explains',
    share: 'share of belief',
    certainty: 'certainty',
    against: 'Against the first',
    implied: 'Activated, if the first is right',
    ordinary: 'Without a fault',
    unsigned: 'unsigned',
    signed: 'signed',
    depends: 'depends on the device',
    calendar: 'calendar',
    confirms: 'the day of the key agrees',
    refutes: 'the key was put in later',
    certainties: { confirmed: 'confirmed', fits: 'fits', possible: 'possible' },
    kinds: { 'as-granted': 'as granted', 'other-term': 'a term of', renewing: 'renewing' },
    pasts: { wrap: 'wraps', clamp: 'clamped', zero: 'cleared', clip: 'clipped' },
  },
  zh: {
    held: '保存方式',
    past: '超出之后',
    left: '剩余期限',
    explains: '可解释',
    share: '可信度占比',
    certainty: '确定程度',
    against: '与第一种解释不符',
    implied: '按第一种解释推算的激活时间',
    ordinary: '没有异常时',
    unsigned: '无符号',
    signed: '有符号',
    depends: '因设备而异',
    calendar: '日历',
    confirms: '与密钥安装日期一致',
    refutes: '密钥安装时间更晚',
    certainties: { confirmed: '已证实', fits: '相符', possible: '可能' },
    kinds: { 'as-granted': '按授予的期限', 'other-term': '期限为', renewing: '反复续期' },
    pasts: { wrap: '回绕', clamp: '停在最大值', zero: '清零', clip: '截断' },
  },
} as const

type Words = (typeof words)[Locale]

export function formatExplanation(explanation: Explanation, locale: Locale): string {
  const say: Words = words[locale]
  const { text, next } = phraseExplanation(explanation, locale)
  const [best] = explanation.hypotheses
  const parts = [hypothesesTable(explanation, locale), text]
  if (best !== undefined) parts.push(...detailsOf(best, say))
  parts.push(next)
  return parts.filter((part) => part !== '').join('\n\n')
}

function hypothesesTable({ hypotheses, ordinary }: Explanation, locale: Locale): string {
  const say: Words = words[locale]
  if (hypotheses.length === 0) return ''
  const rows = hypotheses
    .slice(0, shownMax)
    .map((found) => [
      heldOf(found, locale),
      say.pasts[found.past],
      found.left ?? say.depends,
      `${found.explains}/${found.of}`,
      percent(found.share),
      say.certainties[found.certainty],
    ])
  if (ordinary !== null)
    rows.push([
      `${say.ordinary}: ${say.kinds[ordinary.kind]}`,
      '-',
      ordinary.term,
      `${ordinary.explains}/${ordinary.of}`,
      percent(ordinary.share),
      '-',
    ])
  return formatTable([say.held, say.past, say.left, say.explains, say.share, say.certainty], rows)
}

function heldOf(found: FoundHypothesis, locale: Locale): string {
  const say: Words = words[locale]
  const { unit, width, signed, held, fault } = found
  if (unit === null || width === null) return `${say.calendar} ${fault.limit ?? ''}`.trim()
  const sign = signed === null ? '' : ` ${signed ? say.signed : say.unsigned}`
  const since = held === 'instant' ? ` ${fault.epoch ?? ''}` : ''
  const kept = fault.kept === undefined || fault.kept === 'once' ? '' : ` (${fault.kept})`
  const bits = locale === 'zh' ? `${width} 位，` : `${width} bit, `
  return `${bits}${unitWords[unit][locale]}${sign}${since}${kept}`
}

function detailsOf(best: FoundHypothesis, say: Words): string[] {
  const parts: string[] = []
  if (best.against.length > 0) {
    const lines = best.against
      .slice(0, shownMax)
      .map(({ device, remaining, residualSeconds }) =>
        [
          `  ${device}: ${formatTerm(remaining.from)} .. ${formatTerm(remaining.to)}`,
          residualText(residualSeconds),
        ].join('  '),
      )
    parts.push(`${say.against}:\n${lines.join('\n')}`)
  }
  if (best.impliedActivations.length > 0) {
    const lines = best.impliedActivations.slice(0, shownMax).map(({ device, activation, witness }) => {
      const note = witness === 'confirms' ? say.confirms : witness === 'refutes' ? say.refutes : ''
      return `  ${device}: ${spanText(activation)}${note === '' ? '' : `  ${note}`}`
    })
    parts.push(`${say.implied}:\n${lines.join('\n')}`)
  }
  return parts
}

function residualText(seconds: number | null): string {
  if (seconds === null) return ''
  return seconds > 0 ? `+${formatTerm(seconds)}` : formatTerm(seconds)
}

function spanText({ from, to }: { from: Parameters<typeof formatInstant>[0]; to: typeof from }): string {
  return to - from === 1 ? formatInstant(from) : `${formatInstant(from)} .. ${formatInstant(to)}`
}

function percent(share: number): string {
  const hundredths = Math.round(share * 1000) / 10
  return hundredths === 0 && share > 0 ? '<0.1%' : `${hundredths}%`
}
