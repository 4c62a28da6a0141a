import type { TSchema } from 'typebox'
import { SyncBatch, SyncStep } from '@tally/contract'
import { partCheck } from '../http/input/input.ts'
import type { Operation } from '../changes/operation.ts'

type Check = ReturnType<typeof partCheck>

/** The check of each type of operation. */
const checks = new Map<string, Check>(
  [...SyncStep.anyOf, SyncBatch].map((schema) => [schema.properties.type.const, partCheck('', opened(schema))]),
)

/**
 * Reads an operation of a push, whose outside has been checked. Members that we do not know are left alone, as a newer
 * app may send them. Gives undefined for what is wrong inside, and for a type that we do not know.
 */
export function readOperation(sent: { id: string; type: string; listId: string }): Operation | undefined {
  const errors = checks.get(sent.type)?.(sent)
  if (errors?.length !== 0) return undefined
  const operation = sent as Operation
  // The verdict is kept with the list that the operation names, so it has to be one that it is about.
  if (operation.type === 'batch' && operation.ops[0]?.listId !== operation.listId) return undefined
  return operation
}

/** The schema without its ban on members it does not know, all the way down. */
function opened(schema: TSchema): TSchema {
  return openedMembers(schema) as TSchema
}

function openedMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(openedMembers)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([name]) => name !== 'additionalProperties')
  return Object.fromEntries(members.map(([name, member]) => [name, openedMembers(member)]))
}
