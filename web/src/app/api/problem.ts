import { HttpErrorResponse } from '@angular/common/http'
import type { InputError, ProblemCode } from '@tally/contract'

/**
 * Why a call failed: a code of the contract, `offline` when no answer came at all, or `barred` when something in front
 * of Tally wants a sign-in of its own.
 */
export type FailureCode = ProblemCode | 'offline' | 'barred'

/**
 * The one error every failed call rejects with. `title` is fit for people; `errors` names the parts of the input that
 * were refused, by JSON Pointer, such as `/body/title`.
 */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly code: FailureCode
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number
  readonly title: string
  readonly errors: readonly InputError[]
  /** What else there is to say, fit for people, where there is anything. */
  readonly detail: string | undefined
  /** After how many seconds it may be tried again, where the server has said so. */
  readonly retryAfter: number | undefined

  constructor(
    code: FailureCode,
    status: number,
    title: string,
    { errors = [], detail, retryAfter }: ProblemParts = {},
  ) {
    super(title)
    this.code = code
    this.status = status
    this.title = title
    this.errors = errors
    this.detail = detail
    this.retryAfter = retryAfter
  }
}

type ProblemParts = {
  readonly errors?: readonly InputError[] | undefined
  readonly detail?: string | undefined
  readonly retryAfter?: number | undefined
}

const barredTitle = 'A proxy in front of Tally requires its own sign-in'

/** What people read when nothing answers. */
const offline = () => new ApiProblem('offline', 0, 'Can’t reach the server')

/**
 * Turns whatever a call threw into an `ApiProblem`. An answer that is no problem of ours (a proxy's error page) becomes
 * `offline` for the gateway statuses 502 to 504, since Tally itself was not reached, `too-many-requests` for 429,
 * `barred` for 401 and 407, and `internal-error` otherwise.
 */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  if (!(error instanceof HttpErrorResponse)) throw error
  return error.status === 0 ? offline() : problemOf(error, error.error)
}

/** The same for a failing answer to `fetch`, whose body can still be read. */
export async function problemIn(answer: Response): Promise<ApiProblem> {
  return problemOf(
    answer,
    await answer
      .clone()
      .json()
      .catch(() => undefined),
  )
}

function problemOf({ status, headers }: Answer, body: unknown): ApiProblem {
  const retryAfter = secondsOf(headers.get('Retry-After'))
  if (isProblemBody(body)) {
    return new ApiProblem(body.code, status, body.title, { errors: body.errors, detail: body.detail, retryAfter })
  }
  if (status === 429) return new ApiProblem('too-many-requests', 429, 'Too many attempts', { retryAfter })
  if (status >= 502 && status <= 504) return offline()
  if (status === 401 || status === 407) return new ApiProblem('barred', status, barredTitle)
  return new ApiProblem('internal-error', status, 'Something went wrong on the server')
}

type Answer = { readonly status: number; readonly headers: { get(name: string): string | null } }

/** `Retry-After` in seconds (RFC 9110, 10.2.3). The date it may be instead is not used: clocks differ. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Math.max(1, Number(header)) : undefined
}

type ProblemBody = { code: ProblemCode; title: string; errors?: InputError[]; detail?: string }

function isProblemBody(body: unknown): body is ProblemBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    'title' in body &&
    typeof body.title === 'string'
  )
}
