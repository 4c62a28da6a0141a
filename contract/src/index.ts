import * as accounts from './accounts.ts'
import * as audit from './audit.ts'
import * as listInvitations from './list-invitations.ts'
import * as lists from './lists.ts'
import * as members from './members.ts'
import type { AnswerOf, BodyOf, Operation, ParamsOf, QueryOf } from './operation.ts'
import * as service from './service.ts'
import * as sessions from './sessions.ts'
import * as sync from './sync.ts'
import * as todos from './todos.ts'

export * from './accounts.ts'
export * from './audit.ts'
export * from './limits.ts'
export * from './list-invitations.ts'
export * from './lists.ts'
export * from './members.ts'
export * from './operation.ts'
export * from './problem.ts'
export * from './service.ts'
export * from './sessions.ts'
export * from './sync.ts'
export * from './todos.ts'
export * from './values.ts'

type Exports = typeof accounts &
  typeof audit &
  typeof listInvitations &
  typeof lists &
  typeof members &
  typeof service &
  typeof sessions &
  typeof sync &
  typeof todos
type Operations = { [K in keyof Exports as Exports[K] extends Operation ? K : never]: Exports[K] }
type AnyOperation = Operations[keyof Operations]

/** Every operation of the API. */
export const operations: readonly Operation[] = [
  sessions,
  accounts,
  audit,
  lists,
  listInvitations,
  members,
  todos,
  sync,
  service,
].flatMap((feature) => Object.values<unknown>(feature).filter(isOperation))

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'answers' in value
}

/** The types of each call by its method and path, such as `Calls['GET /api/todos']`; for callers without schemas. */
export type Calls = {
  [O in AnyOperation as `${O['method']} ${O['path']}`]: {
    params: ParamsOf<O>
    query: QueryOf<O>
    body: BodyOf<O>
    answer: AnswerOf<O>
  }
}
