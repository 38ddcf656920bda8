import { operations, type CustomerWire } from '@holdfast/contract'
import { done, type Command } from '../command.ts'
import { listOptions, runList } from '../list-command.ts'

const addCustomer: Command = {
  path: ['customer', 'add'],
  summary: { en: 'Adds a customer.', zh: '新增客户。' },
  takes: [{ name: '<name>', summary: { en: 'name of the customer', zh: '客户名称' } }],
  example: 'customer add "Harbour Office of Westmark"',
  async run({ api, say }, [name = '']) {
    const answered = await api.call(operations.addCustomer, { body: { name } })
    if (answered.kind === 'problem') return answered
    const { id } = answered.answer
    return done(
      answered.answer,
      say({ en: `Customer ${name} added: ${id}`, zh: `已新增客户 ${name}：${id}` }),
    )
  },
}

const listCustomers: Command = {
  path: ['customer', 'list'],
  summary: { en: 'Lists the customers.', zh: '列出客户。' },
  options: listOptions,
  example: 'customer list',
  run: (context, _given, options) =>
    runList<CustomerWire>(context, options, {
      operation: operations.listCustomers,
      columns: [
        [{ en: 'Customer', zh: '客户' }, (customer) => customer.name],
        [{ en: 'Id', zh: '标识' }, (customer) => customer.id],
        [{ en: 'Added', zh: '新增时间' }, (customer) => customer.createdAt],
      ],
    }),
}

export const customerCommands: readonly Command[] = [addCustomer, listCustomers]
