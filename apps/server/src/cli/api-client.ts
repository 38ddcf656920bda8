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
        return refused(unreachable(error, target.address))
      } finally {
        waiting.abort()
      }
      if (!response.ok)
        return {
          kind: 'problem',
          problem: readProblem(text) ?? refused(strange(target.address, response.status)).problem,
        }
      if ('text' in operation.response) return { kind: 'answer', answer: text as never }
      try {
        return { kind: 'answer', answer: JSON.parse(text) as never }
      } catch {
        return refused(strange(target.address, response.status))
      }
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

function unreachable(error: unknown, address: string): Refusal {
  const cause = (error as { cause?: { code?: unknown } }).cause?.code
  const reason = typeof cause === 'string' ? cause : (error as Error).name
  const code: RefusalCode = /^(?:CERT_NOT_YET_VALID|CERT_HAS_EXPIRED)$/.test(reason)
    ? 'SERVER_CERTIFICATE_DATE'
    : /CERT|SELF_SIGNED|ALTNAME|ISSUER/.test(reason)
      ? 'SERVER_CERTIFICATE_WRONG'
      : 'SERVER_UNREACHABLE'
  return refuse(code, { address, reason })
}

function strange(address: string, status: number): Refusal {
  return refuse('SERVER_ANSWER_MALFORMED', { address, status })
}
