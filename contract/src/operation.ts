import type { Static, TObject, TSchema } from 'typebox'
import type { ProblemCode } from './problem.ts'

/**
 * Who may call an operation.
 * `public`: anyone. `cookie`: whoever holds a refresh cookie; the handler itself reads it. `signed-in`: a valid access
 * token. `admin`: a valid access token with the role `admin`, and the account is read again from the database.
 */
export type Access = 'public' | 'cookie' | 'signed-in' | 'admin'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One call of the API: what may be asked, by whom, what it answers, and how it may fail. */
export type Operation = {
  /** The name in OpenAPI and in the tests. */
  id: string
  method: Method
  /** The path with `:name` parameters. */
  path: string
  access: Access
  summary: string
  /** What the summary has no room for. */
  description?: string
  params?: TObject
  query?: TObject
  body?: TSchema
  /** The status of a success, unless the handler says that it is another one of `answers`. */
  success: number
  /** The body of each successful status; `null` where there is none. */
  answers: Readonly<Record<number, TSchema | null>>
  /** The problems beyond those every operation can have. */
  problems?: readonly ProblemCode[]
}

/** States an operation; keeps the literal types, so that both sides know its method, path and shapes. */
export function operation<const O extends Operation>(spec: O): O {
  return spec
}

type Shape<S> = S extends TSchema ? Static<S> : undefined

/** The TypeScript types of an operation's parts. */
export type ParamsOf<O extends Operation> = O extends { params: infer S } ? Shape<S> : undefined
export type QueryOf<O extends Operation> = O extends { query: infer S } ? Shape<S> : undefined
export type BodyOf<O extends Operation> = O extends { body: infer S } ? Shape<S> : undefined
export type AnswerOf<O extends Operation> = AnswerShape<O['answers'][keyof O['answers']]>
type AnswerShape<S> = S extends TSchema ? Static<S> : void
