import { MailStatus } from '../mail-resources.ts'
import { operation } from '../operation.ts'

export const showMail = operation({
  name: 'showMail',
  method: 'GET',
  path: '/v1/mail',
  scope: 'desk:read',
  summary: 'Shows the doors of mail, and how many mails wait, failed, or are in doubt.',
  response: MailStatus,
  refusals: [],
})
