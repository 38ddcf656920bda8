// A played model for people: what they would see, what nobody knows, and where the model beside it differs.
import { formatInstant, secondsPerDay, type Instant, formatDay } from '@holdfast/capabilities'
import {
  simulationNotice,
  type ComparedMember,
  type DayFace,
  type Difference,
  type EndOfTerm,
  type Entry,
  type Model,
  type ModelRun,
  type OpenQuestion,
  type SeenUnder,
  type Words,
} from '@holdfast/fleet'
import { markWords, modelStateWords, timelineEventWords, type Locale } from '@holdfast/phrases'
import { formatFacts, formatTable } from './table.ts'

type Say = (words: Words) => string

export function formatRunText(run: ModelRun, locale: Locale): string {
  const say: Say = (words) => words[locale]
  const { beside } = run
  const parts = [
    say(simulationNotice),
    formatHead(run, say),
    formatTimeline(run.model, run.entries, say),
    formatQuestions(run.model, run.questions, say),
  ]
  if (beside !== null)
    parts.push(
      `${say({ en: 'Beside it', zh: '对照模型' })}: ${beside.model.name} - ${say(beside.model.title)}`,
      formatTimeline(beside.model, beside.entries, say),
      formatDifferences(run.model, beside.model, run.differences, say),
    )
  return parts.filter((part) => part !== '').join('\n\n')
}

function formatHead({ model, script }: ModelRun, say: Say): string {
  const granted =
    script.granted === 'perpetual'
      ? say({ en: 'without an end', zh: '无期限' })
      : lengthText(script.granted, say)
  return formatFacts([
    [say({ en: 'Model', zh: '模型' }), `${model.name} - ${say(model.title)}`],
    [say({ en: 'Granted', zh: '授予期限' }), granted],
    [say({ en: 'Activated', zh: '激活时刻' }), `${moment(script.activatedAt)} UTC`],
  ])
}

function formatTimeline(model: Model, entries: readonly Entry[], say: Say): string {
  const table = formatTable(
    [
      say({ en: 'When (UTC)', zh: '时刻（UTC）' }),
      say({ en: 'What happens', zh: '事件' }),
      say({ en: 'State', zh: '状态' }),
      say({ en: 'End of the term', zh: '到期时刻' }),
      say({ en: 'Left', zh: '剩余' }),
      say({ en: 'Prints', zh: '显示' }),
    ],
    entries.map((entry) => [
      moment(entry.at),
      eventText(model, entry, say),
      say(modelStateWords[entry.state]),
      endText(entry.end, say),
      entry.remainingSeconds === null ? '-' : lengthText(entry.remainingSeconds, say),
      entry.printedDays === null ? '-' : say({ en: `${entry.printedDays} d`, zh: `${entry.printedDays} 天` }),
    ]),
  ).split('\n')
  const [head = '', ...rows] = table
  const told = rows.flatMap((row, index) => {
    const entry = entries[index]
    return entry === undefined ? [row] : [row, ...detailsOf(model, entry, entries[index - 1] ?? null, say)]
  })
  return [head, ...told].join('\n')
}

/** What an entry brings that the one before did not have. */
function detailsOf(model: Model, entry: Entry, before: Entry | null, say: Say): string[] {
  const lines: [Words, string][] = []
  if (entry.reported !== null) lines.push([{ en: 'says', zh: '提示' }, say(entry.reported)])
  for (const control of entry.stoppedBy) {
    const why = entry.controls[control]?.why
    lines.push([
      { en: 'stopped', zh: '无法操作' },
      `${labelOf(model, control, say)}${why === undefined || why === null ? '' : `${say(colon)}${say(why)}`}`,
    ])
  }
  if (JSON.stringify(entry.shown) !== JSON.stringify(before?.shown ?? []))
    for (const text of entry.shown) lines.push([{ en: 'shown', zh: '显示' }, say(text)])
  if (entry.repeats !== null && entry.repeats.times > 1) lines.push([again, repeatsText(entry.repeats, say)])
  lines.push(...controlLines(model, entry, before, say))
  for (const rule of entry.hangsOn)
    if (before?.hangsOn.includes(rule) !== true)
      lines.push([
        { en: 'hangs on', zh: '取决于' },
        `${rule}${inBrackets(say(markWords.unknown), say)}${say(colon)}${say({ en: 'from here on it may be otherwise', zh: '此后的情况可能不同' })}`,
      ])
  return lines.map(([word, text]) => `    ${say(word)}  ${formatFacts([['', text]]).trim()}`)
}

const again: Words = { en: 'again', zh: '重复' }

function repeatsText({ everySeconds, times, last }: NonNullable<Entry['repeats']>, say: Say): string {
  const every = lengthText(everySeconds, say)
  return say({
    en: `every ${every}, ${times} times in all, the last ${moment(last)}`,
    zh: `每 ${every} 一次，共 ${times} 次，最后一次 ${moment(last)}`,
  })
}

function controlLines(model: Model, entry: Entry, before: Entry | null, say: Say): [Words, string][] {
  const lines: [Words, string][] = []
  for (const { id } of model.controls) {
    const face = entry.controls[id]
    const earlier = before?.controls[id]
    if (
      face === undefined ||
      (earlier !== undefined && earlier.open === face.open && earlier.rule === face.rule)
    )
      continue
    const mark =
      face.mark === null || face.mark === 'observed' ? '' : inBrackets(say(markWords[face.mark]), say)
    const why = face.why === null ? '' : `${say(colon)}${say(face.why)}`
    lines.push([openWord(face.open), `${labelOf(model, id, say)}${mark}${why}`])
  }
  return lines
}

function openWord(open: boolean | null): Words {
  if (open === null) return { en: 'not known whether open', zh: '不清楚是否可用' }
  return open ? { en: 'open', zh: '可用' } : { en: 'closed', zh: '不可用' }
}

function formatQuestions(model: Model, questions: readonly OpenQuestion[], say: Say): string {
  if (questions.length === 0) return ''
  const head = say({ en: 'What nobody knows, played both ways', zh: '尚不清楚之处，两种情况均作模拟' })
  const told = questions.map((question, index) => {
    const lines = [
      `${index + 1}. ${say(question.question)}`,
      `   ${say({ en: 'hangs on', zh: '取决于' })} ${question.rule}${inBrackets(say(markWords[question.status]), say)}`,
    ]
    for (const { ref, says, answer } of question.evidence)
      lines.push(
        `   ${answer === undefined ? '' : `${say(answerWords[answer])} - `}${ref}${say(colon)}${say(says)}`,
      )
    if (!question.reached)
      lines.push(`   ${say({ en: 'not reached with this script', zh: '此次模拟未涉及' })}`)
    else if (question.tried)
      lines.push(
        `   ${say({ en: 'the script does not reach it; its own steps were played', zh: '给定步骤未涉及，已按规则自带的步骤模拟' })}`,
      )
    lines.push(
      ...seenLines(model, { en: 'if yes', zh: '如果是' }, question.ifYes, say),
      ...seenLines(model, { en: 'if no', zh: '如果否' }, question.ifNo, say),
    )
    return lines.join('\n')
  })
  return [head, ...told].join('\n')
}

const answerWords = { yes: { en: 'yes', zh: '是' }, no: { en: 'no', zh: '否' } } as const

function seenLines(model: Model, word: Words, under: SeenUnder | null, say: Say): string[] {
  if (under === null) return []
  return [
    `   ${say(word)}${say(colon)}${say({ en: 'the term then ends', zh: '到期时刻为' })} ${endText(under.end, say)}`,
    ...under.seen.map((entry) => {
      const reported = entry.reported === null ? '' : ` - ${say(entry.reported)}`
      const stopped = entry.stoppedBy.map((control) => labelOf(model, control, say)).join(', ')
      const closed = stopped === '' ? '' : ` - ${say({ en: 'closed', zh: '不可用' })}: ${stopped}`
      return `      ${moment(entry.at)}  ${eventText(model, entry, say)}${say(colon)}${say(modelStateWords[entry.state])}${closed}${reported}`
    }),
  ]
}

function formatDifferences(left: Model, right: Model, differences: readonly Difference[], say: Say): string {
  const head = say({ en: 'Where they differ, by day (UTC)', zh: '两者的差异（按 UTC 日）' })
  if (differences.length === 0) return `${head}: ${say({ en: 'nowhere', zh: '无' })}`
  const table = formatTable(
    [
      say({ en: 'From', zh: '起' }),
      say({ en: 'Before', zh: '止（不含）' }),
      say({ en: 'Differs', zh: '差异' }),
      left.name,
      right.name,
    ],
    differences.map(({ fromDay, toDay, differs, left: one, right: other }) => [
      formatDay(fromDay),
      formatDay(toDay),
      differs.map((member) => say(memberWords[member])).join(', '),
      faceText(left, one, say),
      faceText(right, other, say),
    ]),
  )
  return `${head}\n${table}`
}

const memberWords: { readonly [member in ComparedMember]: Words } = {
  state: { en: 'state', zh: '状态' },
  end: { en: 'end', zh: '到期' },
  shown: { en: 'shown', zh: '显示' },
  reported: { en: 'reported', zh: '提示' },
  controls: { en: 'controls', zh: '操作' },
}

function faceText(model: Model, face: DayFace, say: Say): string {
  const closed = Object.entries(face.controls).flatMap(([id, open]) =>
    open === false ? [labelOf(model, id, say)] : [],
  )
  const ends =
    face.end === null ? '' : `, ${say({ en: 'end', zh: '到期' })} ${endText(face.end, say).slice(0, 10)}`
  const tail = closed.length === 0 ? '' : `, ${say({ en: 'closed', zh: '不可用' })}: ${closed.join(', ')}`
  return `${say(modelStateWords[face.state])}${ends}${tail}`
}

function eventText(model: Model, { event, about }: Entry, say: Say): string {
  const action = model.actions.find(({ id }) => event === 'action' && id === about)
  return say(timelineEventWords[event]).replace('{about}', () =>
    action === undefined ? (about ?? '') : say(action.label),
  )
}

function labelOf(model: Model, control: string, say: Say): string {
  const known = model.controls.find(({ id }) => id === control)
  return known === undefined ? control : say(known.label)
}

function endText(end: EndOfTerm | null, say: Say): string {
  if (end === null) return '-'
  if (end === 'never') return say({ en: 'never', zh: '无期限' })
  return end === 'after-9999' ? say({ en: 'after the year 9999', zh: '9999 年之后' }) : moment(end)
}

/** `800 d 8:35:12`, `30 d`, `2:00:00`. */
function lengthText(lengthSeconds: number, say: Say): string {
  const days = Math.floor(lengthSeconds / secondsPerDay)
  const rest = lengthSeconds % secondsPerDay
  const pad = (value: number) => String(value).padStart(2, '0')
  const clock = `${Math.floor(rest / 3600)}:${pad(Math.floor(rest / 60) % 60)}:${pad(rest % 60)}`
  const daysText = say({ en: `${days} d`, zh: `${days} 天` })
  if (days === 0) return clock
  return rest === 0 ? daysText : `${daysText} ${clock}`
}

const colon: Words = { en: ': ', zh: '：' }

function inBrackets(text: string, say: Say): string {
  return say({ en: ` (${text})`, zh: `（${text}）` })
}

function moment(at: Instant): string {
  return formatInstant(at).replace('T', ' ').replace('Z', '')
}
