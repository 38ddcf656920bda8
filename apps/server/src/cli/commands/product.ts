import { operations, type ProductWire, type ReleaseWire } from '@holdfast/contract'
import { done, textOf, type Command } from '../command.ts'
import { listOptions, readNumber, runList } from '../list-command.ts'
import { formatFacts, formatTable } from '../table.ts'

const productTaken = { name: '<product>', summary: { en: 'id of the product', zh: '产品标识' } }

/** `feature=enforce`, comma separated; null where one cannot be read. */
function readPolicies(text: string): { [feature: string]: 'enforce' | 'warn' | 'observe' } | null {
  const policies: { [feature: string]: 'enforce' | 'warn' | 'observe' } = {}
  for (const part of text.split(',')) {
    const found = /^([a-z][a-z0-9-]{0,31})=(enforce|warn|observe)$/.exec(part.trim())
    if (found === null) return null
    policies[found[1] as string] = found[2] as 'enforce' | 'warn' | 'observe'
  }
  return policies
}

const policiesOption = {
  flags: '--policies <list>',
  summary: {
    en: 'feature=enforce|warn|observe, comma separated',
    zh: '功能=enforce|warn|observe，以逗号分隔',
  },
}

const addProduct: Command = {
  path: ['product', 'add'],
  summary: { en: 'Adds a product with its first edition.', zh: '新增产品及其首个版本类型。' },
  takes: [productTaken],
  options: [
    { flags: '--name <title>', summary: { en: 'name for people', zh: '显示名称' }, required: true },
    {
      flags: '--edition <id>',
      summary: { en: 'first edition (default: standard)', zh: '首个版本类型（默认 standard）' },
    },
    policiesOption,
  ],
  example: 'product add cmge --name "Civic Machine Graphical Environment"',
  async run({ api, say }, [id = ''], options) {
    const policiesText = textOf(options, 'policies')
    const policies = policiesText === undefined ? {} : readPolicies(policiesText)
    if (policies === null) return { kind: 'misused', message: `--policies ${policiesText}` }
    const edition = { id: textOf(options, 'edition') ?? 'standard', policies }
    const body = { id, title: textOf(options, 'name') ?? '', edition }
    const answered = await api.call(operations.addProduct, { body })
    if (answered.kind === 'problem') return answered
    return done(answered.answer, say({ en: `Product ${id} added.`, zh: `已新增产品 ${id}。` }))
  },
}

const listProducts: Command = {
  path: ['product', 'list'],
  summary: { en: 'Lists the products.', zh: '列出产品。' },
  options: listOptions,
  example: 'product list',
  run: (context, _given, options) =>
    runList<ProductWire>(context, options, {
      operation: operations.listProducts,
      columns: [
        [{ en: 'Product', zh: '产品' }, (product) => product.id],
        [{ en: 'Name', zh: '名称' }, (product) => product.title],
        [{ en: 'Added', zh: '新增时间' }, (product) => product.createdAt],
      ],
    }),
}

const showProduct: Command = {
  path: ['product', 'show'],
  summary: { en: 'Shows a product with its editions.', zh: '显示产品及其版本类型。' },
  takes: [productTaken],
  example: 'product show cmge',
  async run({ api, say }, [product = '']) {
    const answered = await api.call(operations.showProduct, { params: { product } })
    if (answered.kind === 'problem') return answered
    const { answer } = answered
    const facts = formatFacts([
      [say({ en: 'Product', zh: '产品' }), answer.id],
      [say({ en: 'Name', zh: '名称' }), answer.title],
      [say({ en: 'Added', zh: '新增时间' }), answer.createdAt],
    ])
    const head = [
      say({ en: 'Edition', zh: '版本类型' }),
      say({ en: 'Name', zh: '名称' }),
      say({ en: 'Policies', zh: '策略' }),
    ]
    const rows = answer.editions.map((edition) => [
      edition.id,
      edition.title,
      Object.entries(edition.policies)
        .map(([feature, policy]) => `${feature}=${policy}`)
        .join(','),
    ])
    return done(answer, `${facts}\n\n${formatTable(head, rows)}`)
  },
}

const addEdition: Command = {
  path: ['product', 'add-edition'],
  summary: { en: 'Adds an edition of a product.', zh: '新增产品的版本类型。' },
  takes: [productTaken, { name: '<edition>', summary: { en: 'id of the edition', zh: '版本类型标识' } }],
  options: [
    { flags: '--name <title>', summary: { en: 'name for people', zh: '显示名称' }, required: true },
    policiesOption,
  ],
  example: 'product add-edition cmge professional --name "Professional" --policies print=warn',
  async run({ api, say }, [product = '', id = ''], options) {
    const policiesText = textOf(options, 'policies')
    const policies = policiesText === undefined ? {} : readPolicies(policiesText)
    if (policies === null) return { kind: 'misused', message: `--policies ${policiesText}` }
    const body = { id, title: textOf(options, 'name') ?? '', policies }
    const answered = await api.call(operations.addEdition, { params: { product }, body })
    if (answered.kind === 'problem') return answered
    return done(
      answered.answer,
      say({ en: `Edition ${id} of ${product} added.`, zh: `已新增 ${product} 的版本类型 ${id}。` }),
    )
  },
}

const addRelease: Command = {
  path: ['release', 'add'],
  summary: { en: 'Adds a release of a product, with its ordinal.', zh: '新增产品的发行版及其序数。' },
  takes: [productTaken, { name: '<name>', summary: { en: 'name of the release', zh: '发行版名称' } }],
  options: [
    {
      flags: '--ordinal <number>',
      summary: { en: 'orders the releases', zh: '发行版的序数' },
      required: true,
    },
  ],
  example: 'release add cmge V0-G --ordinal 100',
  async run({ api, say }, [product = '', name = ''], options) {
    const ordinal = readNumber(textOf(options, 'ordinal') ?? '')
    if (ordinal === null)
      return { kind: 'misused', message: `--ordinal ${textOf(options, 'ordinal')}: 0 ... 999999999` }
    const answered = await api.call(operations.addRelease, { params: { product }, body: { name, ordinal } })
    if (answered.kind === 'problem') return answered
    const words = { en: `Release ${name} of ${product} added.`, zh: `已新增 ${product} 的发行版 ${name}。` }
    return done(answered.answer, say(words))
  },
}

const listReleases: Command = {
  path: ['release', 'list'],
  summary: { en: 'Lists the releases of a product by ordinal.', zh: '按序数列出产品的发行版。' },
  takes: [productTaken],
  options: listOptions,
  example: 'release list cmge',
  run: (context, [product = ''], options) =>
    runList<ReleaseWire>(context, options, {
      operation: operations.listReleases,
      params: { product },
      columns: [
        [{ en: 'Ordinal', zh: '序数' }, (release) => release.ordinal],
        [{ en: 'Release', zh: '发行版' }, (release) => release.name],
      ],
    }),
}

export const productCommands: readonly Command[] = [
  addProduct,
  listProducts,
  showProduct,
  addEdition,
  addRelease,
  listReleases,
]
