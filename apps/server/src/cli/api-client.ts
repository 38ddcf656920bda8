import { refuse, refusalNumbers, type Refusal, type RefusalCode } from '@holdfast/lease'
import type { Clock } from '@holdfast/capabilities'
import type { Input, Operation, Output } from '@holdfast/contract'
import { formatProblem, type Locale, type Problem } from '../http/problem.ts'

export type ApiTarget = { readonly address: string; readonly token: string | null }
export type Answered<O extends Operation> =
  | { readonly kind: 'answer'; readonly answer: ApiOutput<O> }
  | { readonly kind: 'problem'; readonly problem: Problem }
/** Text answers arrive whole. */
export type ApiOutput<O extends Operation> = Exclude<Output<O>, AsyncIterable<string>>
type ApiInput<O extends Operation> = {
  [Name in keyof Input<O> as Input<O>[Name] extends undefined ? never : Name]: Input<O>[Name]
}

const answerMsMax = 120_000

export type ApiClient = {
  call<const O extends Operation>(operation: O, input: ApiInput<O>): Promise<Answered<O>>
  /** A refusal of the command's own, as a server's would look. */
  refused(refusal: Refusal): { readonly kind: 'problem'; readonly problem: Problem }
}

/** Speaks the contract. Whatever goes wrong on the way is a problem document too, in the same language. */
export function apiClient(options: {
  readonly locale: Locale
  readonly clock: Clock
  readonly findTarget: () => ApiTarget | Refusal
}): ApiClient {
  const refused = (refusal: Refusal) => {
    const { problem } = formatProblem(refusal, { locale: options.locale, now: options.clock.now() })
    return { kind: 'problem', problem } as const
  }
  return {
    refused,
    async call(operation, input) {
      const target = options.findTarget()
      if ('code' in target) return refused(target)
      const sent = composeRequest(operation, input, target, options.locale)
      const [late, waiting] = [new AbortController(), new AbortController()]
      options.clock.waitMs(answerMsMax, waiting.signal).then(
        () => late.abort(),
        () => undefined,
      )
      let response: Response
      let text: string
      try {
        response = await fetch(sent.url, { ...sent.init, signal: late.signal })
        text = await response.text()
      } catch (error) {
        return refused(unreachable(error, target.address, options.locale))
      } finally {
        waiting.abort()
      }
      if (!response.ok)
        return {
          kind: 'problem',
          problem: readProblem(text) ?? refused(strange(target.address, response.status)).problem,
        }
      const answer = readAnswer(operation, text, response.headers.get('content-type') ?? '')
      return answer === null
        ? refused(strange(target.address, response.status))
        : { kind: 'answer', answer: answer as never }
    },
  }
}

function composeRequest(operation: Operation, input: object, target: ApiTarget, locale: Locale) {
  const { params, query, body } = input as { params?: object; query?: object; body?: unknown }
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String((params as { [name: string]: unknown } | undefined)?.[name])),
  )
  const url = new URL(target.address.replace(/\/$/, '') + path)
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value))
  const headers: { [name: string]: string } = { 'accept-language': locale }
  if (target.token !== null) headers['authorization'] = `Bearer ${target.token}`
  const init: RequestInit = { method: operation.method, headers, redirect: 'error' }
  if (operation.body === undefined) return { url, init }
  if ('text' in operation.body) {
    headers['content-type'] = `${operation.body.text as string}; charset=utf-8`
    return { url, init: { ...init, body: String(body) } }
  }
  headers['content-type'] = 'application/json'
  return { url, init: { ...init, body: JSON.stringify(body) } }
}

/** The answer where it looks like one of this operation: by its media type and the members that it must have. */
function readAnswer({ response }: Operation, text: string, type: string): unknown {
  if ('text' in response) return type.startsWith(response.text) ? text : null
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer !== 'object' || answer === null) return null
    const { required = [] } = response as { required?: readonly string[] }
    return required.every((member) => Object.hasOwn(answer, member)) ? answer : null
  } catch {
    return null
  }
}

/** Only a document that carries one of our codes is believed; a proxy's page is not. */
function readProblem(text: string): Problem | null {
  try {
    const problem = JSON.parse(text) as Partial<Problem>
    return typeof problem.code === 'string' &&
      problem.code in refusalNumbers &&
      typeof problem.title === 'string'
      ? (problem as Problem)
      : null
  } catch {
    return null
  }
}

function unreachable(error: unknown, address: string, locale: Locale): Refusal {
  const { cause, name } = error as { cause?: { code?: unknown; message?: unknown }; name?: unknown }
  if (cause?.message === 'unexpected redirect')
    return refuse('SERVER_ANSWER_MALFORMED', { address, redirect: true, foreign: true })
  // Accidents of this program's own parts have names that tell nobody anything; words stand in their place.
  const reason =
    typeof cause?.code === 'string'
      ? cause.code
      : cause?.message === 'bad port'
        ? words[locale].port
        : name === 'AbortError'
          ? words[locale].late
          : words[locale].broken
  const code: RefusalCode = /^(?:CERT_NOT_YET_VALID|CERT_HAS_EXPIRED)$/.test(reason)
    ? 'SERVER_CERTIFICATE_DATE'
    : /CERT|SELF_SIGNED|ALTNAME|ISSUER/.test(reason)
      ? 'SERVER_CERTIFICATE_WRONG'
      : 'SERVER_UNREACHABLE'
  return refuse(code, { address, server: address, reason })
}

const words = {
  en: {
    port: 'HTTP is not spoken on this port',
    late: 'no answer in time',
    broken: 'the connection broke off',
  },
  zh: { port: '此端口不能用于 HTTP', late: '未及时应答', broken: '连接中断' },
} as const

function strange(address: string, status: number): Refusal {
  return refuse('SERVER_ANSWER_MALFORMED', { address, status, foreign: true })
}
