import assert from 'node:assert/strict'
import type { TSchema } from 'typebox'
import Value from 'typebox/value'
import {
  type AnswerOf,
  type BodyOf,
  type Operation,
  type ParamsOf,
  type ProblemBody,
  type QueryOf,
} from '@tally/contract'
import { problemsOf } from '@tally/contract/openapi'

type BodyIn<O extends Operation> = Exclude<AnswerOf<O>, void>

/** What came back. Each is checked against the contract before a test sees it. */
export type Answer<O extends Operation> = {
  status: number
  headers: Headers
  /** The body of a success; reading it after a problem fails the test. */
  readonly body: BodyIn<O>
  /** The code of the problem, or undefined. */
  problem: string | undefined
  errors: ProblemBody['errors']
}

export type Input<O extends Operation> = {
  params?: ParamsOf<O>
  query?: Partial<Record<keyof QueryOf<O>, unknown>>
  body?: BodyOf<O>
  headers?: Record<string, string>
}

/** Calls the API over HTTP as one person, or as nobody. */
export class TestClient {
  readonly baseUrl: string
  token: string | undefined
  /** The refresh cookie as `name=value`, as a browser would send it. */
  cookie: string | undefined
  /** The device cookie, likewise. */
  device: string | undefined

  constructor(baseUrl: string, token?: string) {
    this.baseUrl = baseUrl
    this.token = token
  }

  /** Makes one call of the contract. */
  async call<const O extends Operation>(operation: O, input: Input<O> = {}): Promise<Answer<O>> {
    const path = operation.path.replace(/:(\w+)/g, (_match, name: string) => {
      const value = (input.params as Record<string, string> | undefined)?.[name]
      assert.ok(value, `${operation.id} needs ${name}`)
      return encodeURIComponent(value)
    })
    const query = new URLSearchParams(
      Object.entries(input.query ?? {}).map(([name, value]) => [name, String(value)] as [string, string]),
    )
    const response = await this.send(operation.method, query.size > 0 ? `${path}?${query.toString()}` : path, input)
    return checkedAnswer(operation, response)
  }

  /** Sends a request as it is, for what the contract does not allow. A string body goes out unchanged. */
  async send(method: string, path: string, input: { body?: unknown; headers?: Record<string, string> } = {}) {
    const cookies = [this.cookie, this.device].filter((cookie) => cookie !== undefined).join('; ')
    const response = await fetch(this.baseUrl + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
        ...(cookies && { cookie: cookies }),
        ...(input.body !== undefined && { 'content-type': 'application/json' }),
        ...input.headers,
      },
      ...(input.body !== undefined && {
        body: typeof input.body === 'string' ? input.body : JSON.stringify(input.body),
      }),
    })
    for (const setCookie of response.headers.getSetCookie()) this.#remember(setCookie)
    return response
  }

  #remember(setCookie: string): void {
    const [pair = ''] = setCookie.split(';')
    if (/^(__Host-Http-)?tally_device=/.test(pair)) {
      this.device = pair
      return
    }
    const ended = pair.endsWith('=') || /max-age=0(;|$)/i.test(setCookie)
    this.cookie = ended ? undefined : pair
  }
}

async function checkedAnswer<O extends Operation>(operation: O, response: Response): Promise<Answer<O>> {
  const text = await response.text()
  const { status, headers } = response
  if (status >= 400) {
    const problem = JSON.parse(text) as ProblemBody
    assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/)
    const declared: readonly string[] = problemsOf(operation)
    assert.ok(declared.includes(problem.code), `${operation.id} declares ${problem.code}`)
    assert.equal(problem.status, status)
    return {
      status,
      headers,
      problem: problem.code,
      errors: problem.errors,
      get body(): BodyIn<O> {
        return assert.fail(`${operation.id} was refused: ${text}`)
      },
    }
  }
  const schema = operation.answers[status]
  assert.notEqual(schema, undefined, `${operation.id} may answer ${status}`)
  const json = (headers.get('content-type') ?? '').startsWith('application/json')
  const body: unknown = text === '' ? undefined : json ? JSON.parse(text) : text
  assertFits(operation, schema ?? undefined, body)
  return { status, headers, body: body as BodyIn<O>, problem: undefined, errors: undefined }
}

function assertFits(operation: Operation, schema: TSchema | undefined, body: unknown): void {
  if (!schema) return assert.equal(body, undefined, `${operation.id} answers nothing`)
  const [error] = Value.Errors(schema, body)
  assert.ok(!error, `${operation.id} answers ${error?.instancePath} that ${error?.message}`)
}
