import { problemCatalogue, type InputError, type ProblemBody, type ProblemCode, type QuotaName } from '@tally/contract'

export type ProblemOptions = {
  /** What exactly is wrong in the input, by JSON Pointer. */
  errors?: readonly InputError[]
  /** One more sentence for the person. */
  detail?: string
  /** Which quota is used up, with `quota-reached`. */
  quota?: QuotaName
  headers?: Readonly<Record<string, string>>
  /** The reason, for the log only. */
  cause?: unknown
}

/**
 * A failure the caller can act on. Thrown anywhere, turned into `application/problem+json` once, in the error handler.
 */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly options: ProblemOptions

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(problemCatalogue[code].title, { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.options = options
  }

  get status(): number {
    return problemCatalogue[this.code].status
  }

  /** The body as it goes over the wire (RFC 9457). */
  toBody(): ProblemBody {
    const { status, title } = problemCatalogue[this.code]
    const { detail, errors, quota } = this.options
    return {
      type: `urn:tally:problem:${this.code}`,
      title,
      status,
      code: this.code,
      ...(detail !== undefined && { detail }),
      ...(quota !== undefined && { quota }),
      ...(errors !== undefined && { errors: [...errors] }),
    }
  }
}

/** A value in the body that has the right shape but makes no sense here. */
export function invalidInput(path: string, message: string): Problem {
  return new Problem('invalid-input', { errors: [{ path, message }] })
}
