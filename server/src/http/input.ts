import './formats.ts'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import type { InputError, Operation } from '@tally/contract'
import { Problem } from './problem.ts'

/** What came in with a request, before it is known to be right. */
export type RawInput = { params: unknown; query: unknown; body: unknown }

/**
 * Makes the check of an operation's input. It returns the query with numbers and booleans read from their text, and
 * throws Problem `invalid-input` with a path for everything that is wrong. Schemas are compiled at their first use, so
 * that the start does not wait for all of them.
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

/** Query values are text. Those the schema wants as number or boolean are read; what cannot be read stays and is refused. */
function readQuery(properties: Record<string, TSchema>, query: unknown): unknown {
  const entries = Object.entries(query as Record<string, unknown>)
  return Object.fromEntries(entries.map(([name, value]) => [name, readScalar(properties[name], value)]))
}

function readScalar(schema: TSchema | undefined, value: unknown): unknown {
  if (!schema || typeof value !== 'string') return value
  const wanted = 'const' in schema ? typeof schema.const : 'type' in schema ? schema.type : undefined
  if (wanted === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  if (wanted === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value)
  return value
}

/** Makes a check of a value against a schema. It answers what is wrong, by JSON Pointer below `at`. */
export function partCheck(at: string, schema: TSchema): (value: unknown) => InputError[] {
  let validator: Validator | undefined
  return (value) => {
    validator ??= Compile(schema)
    if (!validator.Check(value)) return describeErrors(at, validator.Errors(value))
    return unstorableText(at, value, schema)
  }
}

const NO_ERRORS: InputError[] = []

function unknownMembers(at: string, value: unknown): InputError[] {
  const names = Object.keys(value as object)
  return names.length === 0 ? NO_ERRORS : names.map((name) => ({ path: `${at}/${name}`, message: 'is not known here' }))
}

function unknownBody(body: unknown): InputError[] {
  const empty = body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0)
  return empty ? NO_ERRORS : [{ path: '/body', message: 'must be empty' }]
}

type SchemaError = ReturnType<Validator['Errors']>[number]

function describeErrors(at: string, errors: readonly SchemaError[]): InputError[] {
  const described = new Map<string, string>()
  for (const error of errors) {
    const path = at + error.instancePath
    const alternative = error.keyword === 'anyOf' || (error.keyword === 'type' && error.message === 'must be null')
    if (error.keyword === 'additionalProperties' || (alternative && described.has(path))) continue
    if (error.keyword === 'required') {
      for (const name of error.params.requiredProperties) described.set(`${path}/${name}`, 'is missing')
    } else if (!described.has(path)) {
      described.set(path, sentence(error))
    }
  }
  return [...described].map(([path, message]) => ({ path, message }))
}

function sentence(error: SchemaError): string {
  if (error.keyword === 'boolean') return 'is not known here'
  if (error.keyword === 'pattern') return 'does not have the right form'
  if (error.keyword === 'format') return `is not a valid ${error.params.format}`
  return error.message
}

/**
 * Finds U+0000, which PostgreSQL cannot store, and halves of surrogate pairs, which are no characters. Members that a
 * schema leaves open are nobody's business here: whoever reads them checks them.
 */
function unstorableText(at: string, value: unknown, schema?: TSchema): InputError[] {
  if (typeof value === 'string') {
    if (value.includes('\u0000')) return [{ path: at, message: 'must not contain U+0000' }]
    return value.isWellFormed() ? NO_ERRORS : [{ path: at, message: 'must be well-formed Unicode' }]
  }
  if (typeof value !== 'object' || value === null) return NO_ERRORS
  const { properties, items } = (schema ?? {}) as { properties?: Record<string, TSchema>; items?: TSchema }
  const errors: InputError[] = []
  for (const [name, member] of Object.entries(value)) {
    if (properties && !(name in properties)) continue
    errors.push(...unstorableText(`${at}/${name}`, member, properties?.[name] ?? items))
  }
  return errors
}
