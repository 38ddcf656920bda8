import {
  formatModelRun,
  hideKeys,
  runModel,
  shippedModelNames,
  simulationNotice,
  type Model,
  type Words,
} from '@holdfast/fleet'
import { done, textOf, type Command } from '../command.ts'
import { formatRunText } from '../model-text.ts'
import { readScriptOptions, scriptOptions } from '../script-options.ts'
import { formatTable } from '../table.ts'

// The schema checker is most of what this command loads; no other command waits for it.
const loader = () => import('../load-model.ts')

const whichModel: Words = {
  en: 'name of a model that comes with the product, or a YAML file',
  zh: '随产品提供的模型名称，或 YAML 文件',
}

const listModels: Command = {
  path: ['model', 'list'],
  summary: { en: 'Modelled devices that come with the product.', zh: '列出随产品提供的设备模型。' },
  example: 'model list',
  async run({ api, say }) {
    const { loadModel } = await loader()
    const models: Model[] = []
    for (const name of shippedModelNames) {
      const loaded = loadModel(name)
      if (loaded.kind === 'refused') return api.refused(loaded)
      models.push(loaded.model)
    }
    const json = models.map(({ name, title, about }) => ({ name, title, about }))
    const table = formatTable(
      [say({ en: 'Model', zh: '模型' }), say({ en: 'What it plays', zh: '内容' })],
      models.map(({ name, title }) => [name, say(title)]),
    )
    return done({ simulation: simulationNotice, models: json }, `${say(simulationNotice)}\n\n${table}`)
  },
}

const showModel: Command = {
  path: ['model', 'show'],
  summary: { en: 'Prints the rules of a model, as its file has them.', zh: '显示模型文件中的规则。' },
  takes: [{ name: '<model>', summary: whichModel }],
  example: 'model show v0-upgrade > my-model.yaml',
  async run({ api, say }, [wanted = '']) {
    const { loadModel } = await loader()
    const loaded = loadModel(wanted)
    if (loaded.kind === 'refused') return api.refused(loaded)
    // A comment, so that what is printed is still a model.
    return done(
      { simulation: simulationNotice, model: loaded.value },
      `# ${say(simulationNotice)}\n${printable(loaded.text)}`,
    )
  },
}

const playModel: Command = {
  path: ['model', 'run'],
  summary: {
    en: 'Plays a modelled device on a virtual clock: what a person would see, and what nobody knows.',
    zh: '在虚拟时钟上模拟设备：用户会看到什么，以及哪些尚不清楚。',
  },
  takes: [{ name: '<model>', summary: whichModel }],
  options: [
    ...scriptOptions,
    {
      flags: '--beside <model>',
      summary: { en: 'play the same on a second model, and compare', zh: '在另一个模型上作同样模拟并对照' },
    },
  ],
  example: 'model run v0-upgrade --activated 2018-09-19 --upgrade V0-H@2018-11-27 --beside holdfast',
  async run({ api, locale, say }, [wanted = ''], options) {
    const script = readScriptOptions(options)
    if (script.kind === 'wrong') return { kind: 'misused', message: say(script.message) }
    const { loadModel } = await loader()
    const loaded = loadModel(wanted)
    if (loaded.kind === 'refused') return api.refused(loaded)
    const besideName = textOf(options, 'beside')
    const beside = besideName === undefined ? null : loadModel(besideName)
    if (beside?.kind === 'refused') return api.refused(beside)
    const run = runModel(loaded.model, script.given, beside?.model ?? null)
    if (run.kind === 'refused') return api.refused(run)
    return done(formatModelRun(run), formatRunText(run, locale))
  },
}

// A file may hold comments, which nothing checks: they must not steer the terminal, nor show a product key.
function printable(text: string): string {
  return hideKeys(text).replaceAll(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu, ' ')
}

export const modelCommands: readonly Command[] = [listModels, showModel, playModel]
