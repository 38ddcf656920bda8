// Corrections from the command line: what was put into the wrong case, and undoing it.
import { operations } from '@holdfast/contract'
import { done, textOf, type Command, type CommandContext, type Outcome } from '../command.ts'
import type { Answered } from '../api-client.ts'
import { formatFacts } from '../table.ts'
import { caseTaken } from './work-commands.ts'

const number = 'CAS-00017-K2F9QX'
const message = 'cms_0123456789abcdefghjkmnpqrs'
const move = 'mov_0123456789abcdefghjkmnpqrs'

const moveMessage: Command = {
  path: ['case', 'move'],
  summary: {
    en: 'Moves a message to another case; with --tail, everything behind it too.',
    zh: '将邮件移到另一案例；加 --tail 时连同其后的全部邮件。',
  },
  takes: [{ name: '<message>', summary: { en: 'id of the message', zh: '邮件标识' } }, caseTaken],
  options: [{ flags: '--tail', summary: { en: 'with all that came after it', zh: '连同其后的邮件' } }],
  example: `case move ${message} ${number}`,
  async run(context, [id = '', to = ''], options) {
    const body = { to, ...(options['tail'] === true ? { tail: true } : {}) }
    return tellMove(
      context,
      await context.api.call(operations.moveMessage, { params: { message: id }, body }),
    )
  },
}

const mergeCase: Command = {
  path: ['case', 'merge'],
  summary: { en: 'Merges a case into another one.', zh: '将案例并入另一案例。' },
  takes: [caseTaken, { name: '<into>', summary: { en: 'the case that stays', zh: '保留的案例' } }],
  example: `case merge ${number} CAS-00012-A7T0MW`,
  async run(context, [named = '', into = '']) {
    const asked = { params: { case: named }, body: { into } }
    return tellMove(context, await context.api.call(operations.mergeCase, asked))
  },
}

const splitCase: Command = {
  path: ['case', 'split'],
  summary: { en: 'Makes a new case of some messages of this one.', zh: '将部分邮件拆分为新案例。' },
  takes: [caseTaken, { name: '<message...>', summary: { en: 'ids of the messages', zh: '邮件标识' } }],
  options: [
    { flags: '--title <text>', summary: { en: 'of the new case', zh: '新案例标题' }, required: true },
  ],
  example: `case split ${number} ${message} --title "Printing after the upgrade"`,
  async run(context, [named = '', ...ids], options) {
    const messages = ids.filter((id) => id !== undefined)
    const body = { title: textOf(options, 'title') ?? '', messages }
    const split = await context.api.call(operations.splitCase, { params: { case: named }, body })
    return tellMove(context, split)
  },
}

const undoMove: Command = {
  path: ['case', 'undo'],
  summary: { en: 'Undoes a move, a merge or a split.', zh: '撤销移动、合并或拆分。' },
  takes: [
    { name: '<move>', summary: { en: 'id that the correction answered with', zh: '该更正返回的标识' } },
  ],
  example: `case undo ${move}`,
  async run(context, [id = '']) {
    const asked = { params: { move: id }, body: {} }
    return tellMove(context, await context.api.call(operations.undoMove, asked))
  },
}

function tellMove({ say }: CommandContext, moved: Answered<typeof operations.undoMove>): Outcome {
  if (moved.kind === 'problem') return moved
  const { id, from, to, undone } = moved.answer
  const text = formatFacts([
    [say({ en: 'Correction', zh: '更正' }), id],
    [say({ en: 'From', zh: '从' }), from],
    [say({ en: 'To', zh: '到' }), to],
    [say({ en: 'Undone', zh: '已撤销' }), undone?.at ?? null],
  ])
  return done(moved.answer, text)
}

export const caseCorrectCommands: readonly Command[] = [moveMessage, mergeCase, splitCase, undoMove]
