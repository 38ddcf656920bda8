// A forecast as a picture: first reminders and ends of each week, as SVG.
import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { WeekRow } from '@holdfast/fleet'
import type { Say } from './entry-rows.ts'

const [widthPx, heightPx] = [1200, 480]

/** Bars of reminders and ends by ISO week; weeks without any stand there too, so that the axis is time. */
export function drawWeeks(weeks: readonly WeekRow[], zone: string, say: Say): string {
  use([BarChart, GridComponent, LegendComponent, SVGRenderer, TitleComponent])
  const rows = fillWeeks(weeks)
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: widthPx, height: heightPx })
  const [reminders, ends] = [say({ en: 'First reminders', zh: '首次提醒' }), say({ en: 'Ends', zh: '到期' })]
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'sans-serif' },
    title: {
      text: say({ en: `First reminders and ends by week (${zone})`, zh: `每周首次提醒与到期（${zone}）` }),
      left: 'center',
    },
    legend: { bottom: 0, data: [reminders, ends] },
    grid: { left: 60, right: 30, top: 50, bottom: 70 },
    xAxis: { type: 'category', data: rows.map(({ week }) => week) },
    yAxis: { type: 'value', name: say({ en: 'devices', zh: '设备数' }), minInterval: 1 },
    series: [
      {
        name: reminders,
        type: 'bar',
        data: rows.map((row) => row.reminders),
        itemStyle: { color: '#e6a23c' },
      },
      { name: ends, type: 'bar', data: rows.map((row) => row.ends), itemStyle: { color: '#c0392b' } },
    ],
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

/** Weeks of a gap longer than this are left out: the picture would be empty. */
const weeksFilledMax = 520

function fillWeeks(weeks: readonly WeekRow[]): readonly WeekRow[] {
  const [first, last] = [weeks[0], weeks.at(-1)]
  if (first === undefined || last === undefined) return weeks
  const counted = new Map(weeks.map((row) => [row.week, row]))
  const filled: WeekRow[] = []
  let week = first.week
  while (filled.length < weeksFilledMax) {
    filled.push(counted.get(week) ?? { week, reminders: 0, ends: 0 })
    if (week === last.week) return filled
    week = weekAfter(week)
  }
  return weeks
}

function weekAfter(week: string): string {
  const [year, number] = [Number(week.slice(0, 4)), Number(week.slice(6))]
  const next = number < weeksOf(year) ? [year, number + 1] : [year + 1, 1]
  return `${String(next[0]).padStart(4, '0')}-W${String(next[1]).padStart(2, '0')}`
}

/** 53 where 1 January or 31 December is a Thursday. ISO 8601 */
function weeksOf(year: number): number {
  const lastWeekday = (of: number) =>
    (of + Math.floor(of / 4) - Math.floor(of / 100) + Math.floor(of / 400)) % 7
  return lastWeekday(year) === 4 || lastWeekday(year - 1) === 3 ? 53 : 52
}
