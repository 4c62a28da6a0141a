import './formats.ts'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { limits, type InputError, type Operation } from '@tally/contract'
import { inputErrors, unknownMember, unstorableText } from './input-errors.ts'
import { Problem } from '../problem.ts'
import { shapeOf } from './schema-shape.ts'

/** What came in with a request, before it is known to be right. */
export type RawInput = { params: unknown; query: unknown; body: unknown }

/**
 * Makes the check of an operation's input. It returns the query with numbers and booleans read from their text, and
 * throws Problem `invalid-input` with paths for what is wrong. Schemas are compiled at their first use, so that the
 * start does not wait for all of them.
 */
export function inputCheck(operation: Operation): (raw: RawInput) => RawInput {
  const params = operation.params && partCheck('/params', operation.params)
  const query = operation.query && partCheck('/query', operation.query)
  const body = operation.body && partCheck('/body', operation.body)
  return (raw) => {
    const queryValue = query ? readQuery(operation.query?.properties ?? {}, raw.query) : undefined
    const errors = [
      ...(params?.(raw.params) ?? []),
      ...(query ? query(queryValue) : unknownMembers('/query', raw.query)),
      ...(body ? body(raw.body) : unknownBody(raw.body)),
    ]
    if (errors.length > 0) throw new Problem('invalid-input', { errors })
    return { params: raw.params, query: queryValue, body: raw.body }
  }
}

/**
 * Query values are text. Those the schema wants as number or boolean are read; what cannot be read stays and is
 * refused.
 */
function readQuery(properties: Record<string, TSchema>, query: unknown): unknown {
  const entries = Object.entries(query as Record<string, unknown>)
  return Object.fromEntries(entries.map(([name, value]) => [name, readScalar(properties[name], value)]))
}

function readScalar(schema: TSchema | undefined, value: unknown): unknown {
  if (!schema || typeof value !== 'string') return value
  const shape = shapeOf(schema)
  const wanted = shape.const === undefined ? shape.type : typeof shape.const
  if (wanted === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  if (wanted === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value)
  return value
}

/**
 * Makes a check of a value against a schema. It answers what is wrong, by JSON Pointer below `at`: the first
 * `limits.inputErrors.max` of it, since who sends nonsense must not have all of it explained.
 */
export function partCheck(at: string, schema: TSchema): (value: unknown) => InputError[] {
  let validator: Validator | undefined
  return (value) => {
    validator ??= Compile(schema)
    if (validator.Check(value)) return firstOf(unstorableText(at, schema, value))
    const errors = firstOf(inputErrors(at, schema, value))
    return errors.length > 0 ? errors : [{ path: at, message: 'does not have the right form' }]
  }
}

function firstOf(errors: Generator<InputError>): InputError[] {
  return errors.take(limits.inputErrors.max).toArray()
}

function unknownMembers(at: string, value: unknown): InputError[] {
  const names = Object.keys(value as object).slice(0, limits.inputErrors.max)
  return names.map((name) => unknownMember(at, name))
}

function unknownBody(body: unknown): InputError[] {
  const empty = body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0)
  return empty ? [] : [{ path: '/body', message: 'must be empty' }]
}
