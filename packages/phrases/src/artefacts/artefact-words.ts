// The words around an artefact, both languages side by side. spec: case §12
import type { ArtefactKind } from '@holdfast/desk'
import type { Locale } from '../locale.ts'

type Words = { readonly [locale in Locale]: string }

/** What stands in the subject for each kind: the stage of the case. */
export const artefactStages: { readonly [kind in ArtefactKind]: Words } = {
  'first-response': { en: 'First response', zh: '首次响应' },
  'scope-statement': { en: 'Scope and definition of the problem', zh: '问题范围与定义' },
  'question-list': { en: 'Questions', zh: '待确认问题' },
  'capture-request': { en: 'Information needed', zh: '信息收集' },
  'action-plan': { en: 'Plan of action', zh: '行动方案' },
  'call-confirmation': { en: 'Confirmation of our call', zh: '电话沟通确认' },
  'closing-summary': { en: 'Summary and closing', zh: '结案总结' },
}

/** Headings and sentences; `{...}` are variables of the artefact, filled as those of its texts are. */
export const artefactSentences = {
  greeting: { en: 'Dear {contact},', zh: '{contact}，您好：' },
  closing: { en: 'Kind regards\n{owner}', zh: '此致\n{owner}' },
  received: {
    en: 'Your case {case} is with me: "{title}".',
    zh: '您的案例 {case}（{title}）已由我负责处理。',
  },
  spoken: { en: 'As we discussed by telephone ({call}):', zh: '根据我们的电话沟通（{call}）：' },
  scope: { en: 'Scope of the problem', zh: '问题范围' },
  definition: { en: 'Definition of the problem', zh: '问题定义' },
  excluded: { en: 'Not part of it', zh: '不在范围内' },
  next: { en: 'What happens next', zh: '后续安排' },
  object: {
    en: 'If you see scope or definition differently, please tell me.',
    zh: '如您对上述问题范围和定义有不同意见，请告知我。',
  },
  ask: { en: 'To go on, we need answers to these questions:', zh: '为继续处理，请协助确认以下问题：' },
  addressee: { en: 'Asked of', zh: '请答复' },
  answer: { en: 'Answer', zh: '答复' },
  purpose: { en: 'What it is for', zh: '用途' },
  target: { en: 'On which device', zh: '操作设备' },
  steps: { en: 'What to do', zh: '操作步骤' },
  returns: { en: 'What to send back', zh: '请发回的内容' },
  content: { en: 'What the files hold', zh: '文件内容说明' },
  options: { en: 'These are the options:', zh: '可选方案如下：' },
  option: { en: 'Option', zh: '方案' },
  reason: { en: 'Reason', zh: '原因' },
  effect: { en: 'Effect', zh: '影响' },
  cost: { en: 'Effort', zh: '代价' },
  evidence: { en: 'Evidence', zh: '依据' },
  decision: { en: 'Please decide', zh: '请您决定' },
  when: { en: 'Time of the call', zh: '通话时间' },
  said: { en: 'What we spoke about', zh: '沟通内容' },
  agreed: { en: 'What we agreed', zh: '达成的一致' },
  consented: { en: 'You consented to', zh: '您已同意' },
  correct: {
    en: 'If I have understood anything wrongly, please answer this mail.',
    zh: '如与您的理解不符，请直接回复此邮件。',
  },
  description: { en: 'Description', zh: '问题描述' },
  analysis: { en: 'Analysis', zh: '原因分析' },
  result: { en: 'Result', zh: '处理结果' },
  consentMail: {
    en: 'You agreed by mail to close this case; it is archived with this summary.',
    zh: '您已通过邮件同意结案，本案例按此总结归档。',
  },
  consentCall: {
    en: 'You agreed by telephone to close this case; it is archived with this summary.',
    zh: '您已通过电话同意结案，本案例按此总结归档。',
  },
  consentAsked: {
    en: 'If you agree, please say so in answer to this mail, and the case will be archived.',
    zh: '如您同意，请回复此邮件确认，案例将据此归档。',
  },
  reopen: {
    en: 'Should the problem come back or anything be unclear, answer this mail: the case can be opened again at any time.',
    zh: '如问题再次出现或仍有疑问，请回复此邮件，案例可随时重新打开。',
  },
  question: { en: 'Question', zh: '问题' },
  missing: { en: '[to be filled in: {part}]', zh: '【待填写：{part}】' },
} as const satisfies { readonly [name: string]: Words }

export type ArtefactSentence = keyof typeof artefactSentences
