import type { TSchema } from 'typebox'
import { Errors } from 'typebox/value'
import type { InputError } from '@tally/contract'
import { alternativeFor, shapeOf, type SchemaShape } from './schema-shape.ts'

/** How much of the name of an unknown member is told, in characters. */
const MAX_NAME = 100

/**
 * What is wrong in a value that does not fit a schema, by JSON Pointer (RFC 6901) below `at`: what is missing or
 * unknown before what is wrong inside, sizes before what has them. Whoever stops early pays for no more than they took.
 */
export function* inputErrors(at: string, schema: TSchema, value: unknown): Generator<InputError> {
  const shape = shapeOf(schema)
  if (shape.anyOf) yield* alternativeErrors(at, shape.anyOf, value)
  else if (shape.type === 'object') yield* objectErrors(at, shape, value)
  else if (shape.type === 'array') yield* arrayErrors(at, shape, value)
  else yield* plainErrors(at, schema, value)
}

/**
 * Finds U+0000, which PostgreSQL cannot store, and halves of surrogate pairs, which are no characters, in a value that
 * fits a schema. Members that it leaves open are nobody's business here: whoever reads them checks them.
 */
export function* unstorableText(at: string, schema: TSchema, value: unknown): Generator<InputError> {
  if (typeof value === 'string') {
    if (value.includes('\u0000')) yield { path: at, message: 'must not contain U+0000' }
    else if (!value.isWellFormed()) yield { path: at, message: 'must be well-formed Unicode' }
    return
  }
  if (typeof value !== 'object' || value === null) return
  const { anyOf, items } = shapeOf(schema)
  if (anyOf) {
    const alternative = alternativeFor(anyOf, value)
    if (alternative) yield* unstorableText(at, alternative, value)
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) if (items) yield* unstorableText(`${at}/${index}`, items, item)
  } else {
    for (const { name, schema: known, member } of knownMembers(shapeOf(schema), value)) {
      yield* unstorableText(`${at}/${name}`, known, member)
    }
  }
}

function* alternativeErrors(at: string, alternatives: readonly TSchema[], value: unknown): Generator<InputError> {
  const meant = alternativeFor(alternatives, value) ?? onlyObject(alternatives)
  if (meant) yield* inputErrors(at, meant, value)
  else if (isTagged(alternatives, value)) yield { path: `${at}/type`, message: 'is not known here' }
  else yield { path: at, message: 'is none of what is known here' }
}

/** The one that a null or a text stands in for, so that it is told what was expected. */
function onlyObject(alternatives: readonly TSchema[]): TSchema | undefined {
  const [first, ...others] = alternatives.filter((schema) => shapeOf(schema).type !== 'null')
  return others.length === 0 ? first : undefined
}

function isTagged(alternatives: readonly TSchema[], value: unknown): boolean {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject && alternatives.some((schema) => shapeOf(schema).properties?.['type'] !== undefined)
}

function* objectErrors(at: string, shape: SchemaShape, value: unknown): Generator<InputError> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield { path: at, message: 'must be object' }
    return
  }
  const { properties = {}, required = [], additionalProperties, maxProperties = Infinity } = shape
  for (const name of required) if (!Object.hasOwn(value, name)) yield { path: `${at}/${name}`, message: 'is missing' }
  const names = Object.keys(value)
  if (names.length > maxProperties) {
    yield { path: at, message: `must not have more than ${maxProperties} members` }
    return
  }
  if (additionalProperties === false) {
    const patterns = Object.keys(shape.patternProperties ?? {}).map((pattern) => new RegExp(pattern, 'u'))
    for (const name of names) {
      const isKnown = Object.hasOwn(properties, name) || patterns.some((pattern) => pattern.test(name))
      if (!isKnown) yield unknownMember(at, name)
    }
  }
  for (const { name, schema, member } of knownMembers(shape, value)) yield* inputErrors(`${at}/${name}`, schema, member)
}

/** The error about a member that nobody knows. */
export function unknownMember(at: string, name: string): InputError {
  const written = name.slice(0, MAX_NAME).replaceAll('~', '~0').replaceAll('/', '~1')
  return { path: `${at}/${written}`, message: 'is not known here' }
}

type KnownMember = { readonly name: string; readonly schema: TSchema; readonly member: unknown }

/** The members of an object that its schema says something of. */
function* knownMembers(shape: SchemaShape, value: object): Generator<KnownMember> {
  const members = value as Readonly<Record<string, unknown>>
  for (const [name, schema] of Object.entries(shape.properties ?? {})) {
    if (Object.hasOwn(members, name)) yield { name, schema, member: members[name] }
  }
  for (const [pattern, schema] of Object.entries(shape.patternProperties ?? {})) {
    const named = new RegExp(pattern, 'u')
    for (const [name, member] of Object.entries(members)) if (named.test(name)) yield { name, schema, member }
  }
}

function* arrayErrors(at: string, shape: SchemaShape, value: unknown): Generator<InputError> {
  if (!Array.isArray(value)) {
    yield { path: at, message: 'must be array' }
    return
  }
  const { items, minItems = 0, maxItems = Infinity, uniqueItems = false } = shape
  if (value.length < minItems) yield { path: at, message: `must not have fewer than ${minItems} items` }
  if (value.length > maxItems) {
    yield { path: at, message: `must not have more than ${maxItems} items` }
    return
  }
  for (const [index, item] of value.entries()) if (items) yield* inputErrors(`${at}/${index}`, items, item)
  if (uniqueItems && new Set(value).size < value.length) yield { path: at, message: 'must not have duplicate items' }
}

function* plainErrors(at: string, schema: TSchema, value: unknown): Generator<InputError> {
  const [error] = Errors(schema, value)
  if (!error) return
  if (error.keyword === 'pattern') yield { path: at, message: 'does not have the right form' }
  else if (error.keyword === 'format') yield { path: at, message: formatMessage(error.params.format) }
  else yield { path: at, message: error.message }
}

function formatMessage(format: string): string {
  return format === 'visible-text' ? 'must have something to see' : `is not a valid ${format}`
}
