import { isZone } from '@holdfast/capabilities/calendar'
import { diagnose, explain } from '@holdfast/fleet'
import { phrase } from '@holdfast/phrases'
import { done, textOf, textsOf, type Command, type CommandContext, type Outcome } from '../command.ts'
import { diagnosisJson, formatDiagnoses, readingsJson } from '../explain/diagnoses-output.ts'
import { explanationJson } from '../explain/explanation-json.ts'
import { formatExplanation } from '../explain/explanation-text.ts'
import { observeFiles } from '../explain/observe-files.ts'
import { observedMax, parseTyped, type Rounding } from '../explain/parse-observed.ts'

const roundings: readonly Rounding[] = ['up', 'down', 'exact', 'unknown']

const explainTerm: Command = {
  path: ['explain'],
  summary: {
    en: 'Finds the arithmetic between the term granted and the time left, and says what captures show. Needs no server.',
    zh: '找出授予期限与剩余时间之间的计算关系，并说明采集内容所示的状况，无需服务器。',
  },
  takes: [
    {
      name: '[file...]',
      summary: {
        en: 'captures, folders of them, or - for standard input',
        zh: '采集的文件、其所在文件夹，或用 - 表示标准输入',
      },
    },
  ],
  options: [
    {
      flags: '--granted <length>',
      summary: {
        en: 'the term as the order granted it: 150000d, 869d4h35m12s, 1152316min, 75098112s or PT..',
        zh: '订单授予的期限：150000d、869d4h35m12s、1152316min、75098112s 或 PT..',
      },
    },
    {
      flags: '--observed <[device:]length[@date]>',
      summary: {
        en: 'what was left, on which device, seen when; may be repeated (pc-7:801d@2018-11-27)',
        zh: '剩余时间、设备及观察日期，可重复（pc-7:801d@2018-11-27）',
      },
      repeated: true,
    },
    {
      flags: '--activated <[device:]date>',
      summary: {
        en: 'when activated, of one device or of all: 2018-09-19 or 2018-09-19T10:20:51Z',
        zh: '激活日期，针对某台或全部设备：2018-09-19 或 2018-09-19T10:20:51Z',
      },
      repeated: true,
    },
    {
      flags: '--captured <[device:]date>',
      summary: { en: 'when seen, where --observed does not say', zh: '观察日期（--observed 未注明时）' },
      repeated: true,
    },
    {
      flags: '--upgraded <[device:]date>',
      summary: { en: 'when upgraded; of one device, or of all', zh: '升级日期，针对某台或全部设备' },
      repeated: true,
    },
    {
      flags: '--rounding <how>',
      summary: {
        en: 'how printed days were rounded: up, down, exact; without it both ways count',
        zh: '天数的取整方式：up、down、exact；不指定则两种都考虑',
      },
    },
    { flags: '--zone <zone>', summary: { en: 'zone of the dates (UTC)', zh: '日期所属时区（默认 UTC）' } },
  ],
  example: 'explain --granted 150000d --observed 869d --observed 801d',
  async run(context, given, options) {
    const rounding = (textOf(options, 'rounding') ?? 'unknown') as Rounding
    if (!roundings.includes(rounding)) return misused(context, '--rounding', rounding)
    const zone = textOf(options, 'zone') ?? 'UTC'
    if (!isZone(zone)) return misused(context, '--zone', zone)
    const observed = textsOf(options, 'observed')
    if (observed.length > observedMax) return misusedCount(context, observed.length)
    const typed = parseTyped({
      granted: textOf(options, 'granted'),
      observed,
      activated: textsOf(options, 'activated'),
      captured: textsOf(options, 'captured'),
      upgraded: textsOf(options, 'upgraded'),
      rounding,
      zone,
    })
    if (typed.kind === 'fault') return misused(context, typed.option, typed.text)
    const files = given.filter((name) => name !== undefined)
    if (files.length === 0 && typed.observations.length === 0)
      return {
        kind: 'misused',
        message: context.say({
          en: 'give files, or --observed with what was left',
          zh: '请给出文件，或用 --observed 给出剩余时间',
        }),
      }
    // With files the names may be those of their devices.
    const [stranger] = files.length === 0 ? typed.unobserved : []
    if (stranger !== undefined) return misusedDevice(context, stranger)
    return await explainAll(context, files, typed)
  },
}

async function explainAll(
  { api, locale, clock, stdin }: CommandContext,
  files: readonly string[],
  typed: Extract<ReturnType<typeof parseTyped>, { kind: 'typed' }>,
): Promise<Outcome> {
  const read = await observeFiles({ stdin }, files, typed)
  const [fault] = read.refused
  if (fault !== undefined && read.observations.length + typed.observations.length === 0)
    return api.refused({ ...fault.refusal, facts: { file: fault.file, ...fault.refusal.facts } })
  const explanation = explain([...typed.observations, ...read.observations], {
    grantedSeconds: typed.grantedSeconds,
    now: clock.now(),
  })
  const diagnoses = diagnose(read.captures.map(({ file, reading }) => ({ reading, fallback: file })))
  const refused = read.refused.map(({ file, refusal: { code, facts } }) => ({ file, code, ...facts }))
  const json = {
    ...explanationJson(explanation, diagnoses, locale),
    ...(read.captures.length === 0 ? {} : { diagnoses: diagnoses.map(diagnosisJson) }),
    ...(read.captures.length === 0 ? {} : { readings: readingsJson(read.captures, explanation) }),
    ...(refused.length === 0 ? {} : { refused }),
  }
  // Where no capture says what is left there is nothing to explain, only to diagnose.
  const isDiagnosed = explanation.observations === 0 && diagnoses.length > 0
  const parts = [
    ...(isDiagnosed ? [] : [formatExplanation(explanation, locale)]),
    formatDiagnoses(diagnoses, locale),
    read.refused
      .map(
        ({ file, refusal }) =>
          `${file}: ${phrase(refusal.code, refusal.facts, locale).title} (${refusal.code})`,
      )
      .join('\n'),
  ]
  const text = parts.filter((part) => part !== '').join('\n\n')
  return done(json, text, refused.length === 0 ? 0 : 1)
}

/** What each option looks like; roundings and zones are named by themselves. */
const looksLike: { readonly [option: string]: string } = {
  '--granted': '150000d, 180d, 12h',
  '--observed': '801d, pc-7:801d@2018-11-27, 1152316min',
  '--activated': '2018-09-19, pc-7:2018-09-19, 2018-09-19T10:20:51Z',
  '--captured': '2018-11-27, pc-7:2018-11-27, 2018-11-27T09:40:03Z',
  '--upgraded': '2018-11-25, pc-7:2018-11-25, 2018-11-25T08:00:00Z',
  '--rounding': 'up, down, exact',
  '--zone': 'UTC, Asia/Shanghai',
}

function misused({ say }: CommandContext, option: string, text: string): Outcome {
  const shown = text.slice(0, 80)
  const form = looksLike[option] ?? ''
  return {
    kind: 'misused',
    message: say({
      en: `${option}: "${shown}" cannot be read; it looks like ${form}`,
      zh: `${option}：无法识别“${shown}”；写法如 ${form}`,
    }),
  }
}

function misusedCount({ say }: CommandContext, count: number): Outcome {
  return {
    kind: 'misused',
    message: say({
      en: `--observed: given ${count} times, at most ${observedMax}`,
      zh: `--observed：给出了 ${count} 次，最多 ${observedMax} 次`,
    }),
  }
}

function misusedDevice(
  { say }: CommandContext,
  { option, device }: { readonly option: string; readonly device: string },
): Outcome {
  const shown = device.slice(0, 80)
  return {
    kind: 'misused',
    message: say({
      en: `${option}: no --observed is of the device "${shown}"`,
      zh: `${option}：没有任何 --observed 属于设备“${shown}”`,
    }),
  }
}

export const explainCommands: readonly Command[] = [explainTerm]
