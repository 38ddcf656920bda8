import { isZone } from '@holdfast/capabilities/calendar'
import { diagnose, explain, type Diagnosis, type Explanation } from '@holdfast/fleet'
import { refuse } from '@holdfast/lease'
import { phrase } from '@holdfast/phrases'
import { done, textOf, textsOf, type Command, type CommandContext, type Outcome } from '../command.ts'
import { findCustomer } from '../customer-lookup.ts'
import { diagnosisJson, formatDiagnoses, readingsJson } from '../explain/diagnoses-output.ts'
import { explanationJson } from '../explain/explanation-json.ts'
import { formatExplanation } from '../explain/explanation-text.ts'
import { observeFiles } from '../explain/observe-files.ts'
import {
  devicesMax,
  findFleetDevice,
  listFleetDevices,
  nameInReading,
  observeFleet,
} from '../explain/observe-fleet.ts'
import { observedMax, parseTyped, type Rounding } from '../explain/parse-observed.ts'

const roundings: readonly Rounding[] = ['up', 'down', 'exact', 'unknown']

const explainTerm: Command = {
  path: ['explain'],
  summary: {
    en: 'Finds the arithmetic between the term granted and the time left, and says what captures show. Needs a server for --device and --customer alone.',
    zh: '找出授予期限与剩余时间之间的计算关系，并说明采集内容所示的状况；仅 --device 与 --customer 需要服务器。',
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
    {
      flags: '--device <device>',
      summary: {
        en: 'a device of the server that captures speak of, by id or host name',
        zh: '服务器中采集到的设备，用标识或主机名指定',
      },
    },
    {
      flags: '--customer <name>',
      summary: { en: 'all devices of this customer on the server', zh: '服务器中此客户的全部设备' },
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
    const [device, customer] = [textOf(options, 'device'), textOf(options, 'customer')]
    const isFleet = device !== undefined || customer !== undefined
    if (isFleet && files.length + typed.observations.length > 0)
      return {
        kind: 'misused',
        message: context.say({
          en: 'give devices of the server, or files and figures, not both',
          zh: '服务器中的设备与文件、数值不能同时给出',
        }),
      }
    if (isFleet) return await explainFleet(context, { device, customer }, typed)
    if (files.length === 0 && typed.observations.length === 0)
      return {
        kind: 'misused',
        message: context.say({
          en: 'give files, --observed with what was left, --device or --customer',
          zh: '请给出文件，用 --observed 给出剩余时间，或用 --device、--customer 指定设备',
        }),
      }
    // With files the names may be those of their devices.
    const [stranger] = files.length === 0 ? typed.unobserved : []
    if (stranger !== undefined) return misusedDevice(context, stranger)
    return await explainFiles(context, files, typed)
  },
}

type TypedAll = Extract<ReturnType<typeof parseTyped>, { kind: 'typed' }>

async function explainFiles(
  context: CommandContext,
  files: readonly string[],
  typed: TypedAll,
): Promise<Outcome> {
  const read = await observeFiles(context, files, typed)
  const [fault] = read.refused
  if (fault !== undefined && read.observations.length + typed.observations.length === 0)
    return context.api.refused({ ...fault.refusal, facts: { file: fault.file, ...fault.refusal.facts } })
  const explanation = explain([...typed.observations, ...read.observations], {
    grantedSeconds: typed.grantedSeconds,
    now: context.clock.now(),
  })
  const diagnoses = diagnose(read.captures.map(({ file, reading }) => ({ reading, fallback: file })))
  const refused = read.refused.map(({ file, refusal: { code, facts } }) => ({ file, code, ...facts }))
  const beside = {
    ...(read.captures.length === 0 ? {} : { readings: readingsJson(read.captures, explanation) }),
    ...(refused.length === 0 ? {} : { refused }),
  }
  const notes = read.refused
    .map(
      ({ file, refusal }) =>
        `${file}: ${phrase(refusal.code, refusal.facts, context.locale).title} (${refusal.code})`,
    )
    .join('\n')
  const asked = { hasCaptures: read.captures.length > 0, beside, notes: [notes] }
  return answerOf(context, { explanation, diagnoses, ...asked, status: refused.length === 0 ? 0 : 1 })
}

/** Devices of the server's books, by what captures of them said. */
async function explainFleet(
  context: CommandContext,
  { device, customer }: { readonly device: string | undefined; readonly customer: string | undefined },
  typed: TypedAll,
): Promise<Outcome> {
  const { api, say } = context
  const found = customer === undefined ? null : await findCustomer(api, customer)
  if (found?.kind === 'problem') return found
  const chosen =
    device === undefined
      ? await listFleetDevices(api, { customer: found?.id ?? '' }, devicesMax)
      : await findFleetDevice(api, device, found?.id ?? null)
  if (chosen.kind === 'problem') return chosen
  if (chosen.list.length === 0) return api.refused(refuse('NOT_FOUND', { what: 'device' }))
  const observed = await observeFleet(api, chosen.list, { ...typed, withReadings: true, more: chosen.more })
  if (observed.kind === 'problem') return observed
  const { observations, captures, devices, grantedSeconds, more } = observed
  const explanation = explain(observations, { grantedSeconds, now: context.clock.now() })
  const names = new Map(captures.map((capture) => [nameInReading(capture), capture.device]))
  const diagnoses = diagnose(captures.map(({ device: fallback, reading }) => ({ reading, fallback }))).map(
    (told) => ({ ...told, device: names.get(told.device) ?? told.device }),
  )
  const words = {
    en: `Only the ${devicesMax} devices that were seen last are explained.`,
    zh: `仅分析最近出现的 ${devicesMax} 台设备。`,
  }
  const beside = { of: devices, grantedSeconds, more }
  const asked = { hasCaptures: captures.length > 0, beside, notes: more ? [say(words)] : [] }
  return answerOf(context, { explanation, diagnoses, ...asked, status: 0 })
}

function answerOf(
  { locale }: CommandContext,
  told: {
    readonly explanation: Explanation
    readonly diagnoses: readonly Diagnosis[]
    readonly hasCaptures: boolean
    readonly beside: { readonly [member: string]: unknown }
    readonly notes: readonly string[]
    readonly status: 0 | 1
  },
): Outcome {
  const { explanation, diagnoses, hasCaptures, beside, notes, status } = told
  const json = {
    ...explanationJson(explanation, diagnoses, locale),
    ...(hasCaptures ? { diagnoses: diagnoses.map(diagnosisJson) } : {}),
    ...beside,
  }
  // Where no capture says what is left there is nothing to explain, only to diagnose.
  const isDiagnosed = explanation.observations === 0 && diagnoses.length > 0
  const parts = [
    ...(isDiagnosed ? [] : [formatExplanation(explanation, locale)]),
    formatDiagnoses(diagnoses, locale),
    ...notes,
  ]
  return done(json, parts.filter((part) => part !== '').join('\n\n'), status)
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
