import { operations } from '@holdfast/contract'
import { answerFile } from '../../../exchange/answer-file.ts'
import { endpoint } from '../../endpoint.ts'

export const answerOffline = endpoint(operations.answerOffline, async ({ body }, caller, services) => {
  const answered = await answerFile(services, { text: body, locale: caller.locale })
  return answered.kind === 'refused' ? answered : answered.text
})
