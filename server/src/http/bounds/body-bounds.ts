import type { TSchema } from 'typebox'
import { limits, type Operation } from '@tally/contract'
import { shapeOf } from '../input/schema-shape.ts'

/** What a body may come to: its bytes, and the values in it. */
export type BodyBounds = { readonly bytes: number; readonly values: number }

/** A code point outside the BMP as JSON may write it: two escapes of six bytes. */
const BYTES_OF_A_CHARACTER = 12
/** What has a form of its own (an id, a day), a number, or a literal. */
const BYTES_OF_A_PLAIN_VALUE = 100
/** For white space, and for what is refused with a word about each. */
const SLACK: BodyBounds = { bytes: 1024, values: 100 }

/**
 * How large the body of an operation may be: as large as its contract allows, and never more than `limits.body.max`.
 * What nobody has to be signed in for, and what takes no body, gets `limits.smallBody.max`.
 */
export function bodyBounds({ access, body }: Operation): BodyBounds {
  const largest = body ? largestOf(body) : SLACK
  const bytes = Math.min(limits.body.max, Math.max(limits.smallBody.max, largest.bytes + SLACK.bytes))
  return {
    bytes: access === 'public' || access === 'cookie' || !body ? limits.smallBody.max : bytes,
    values: Math.min(limits.json.values, 2 * largest.values + SLACK.values),
  }
}

function largestOf(schema: TSchema): BodyBounds {
  const shape = shapeOf(schema)
  const { anyOf, type, properties, patternProperties, maxProperties, items, maxItems } = shape
  if (anyOf) return anyOf.map(largestOf).reduce(larger)
  if (type === 'array') return times(items ? largestOf(items) : SLACK, maxItems ?? Infinity)
  if (type === 'object') {
    // Open to members that its schema does not name, which may be anything.
    if (shape.additionalProperties !== false) return { bytes: Infinity, values: Infinity }
    const members = Object.entries(properties ?? {}).map(([name, member]) => named(largestOf(member), name.length))
    const byPattern = Object.values(patternProperties ?? {}).map((member) =>
      times(named(largestOf(member), BYTES_OF_A_PLAIN_VALUE), maxProperties ?? Infinity),
    )
    return [...members, ...byPattern].reduce(sum, { bytes: 2, values: 1 })
  }
  return { bytes: type === 'string' ? longestText(schema) : BYTES_OF_A_PLAIN_VALUE, values: 1 }
}

function longestText(schema: TSchema): number {
  const { const: literal, maxLength, pattern, format } = shapeOf(schema)
  if (maxLength !== undefined) return maxLength * BYTES_OF_A_CHARACTER + 2
  const hasForm = literal !== undefined || pattern !== undefined || format !== undefined
  return hasForm ? BYTES_OF_A_PLAIN_VALUE : Infinity
}

function named({ bytes, values }: BodyBounds, nameLength: number): BodyBounds {
  return { bytes: bytes + nameLength + 4, values }
}

function times({ bytes, values }: BodyBounds, count: number): BodyBounds {
  return { bytes: 2 + count * (bytes + 1), values: 1 + count * values }
}

function sum(one: BodyBounds, other: BodyBounds): BodyBounds {
  return { bytes: one.bytes + other.bytes, values: one.values + other.values }
}

function larger(one: BodyBounds, other: BodyBounds): BodyBounds {
  return { bytes: Math.max(one.bytes, other.bytes), values: Math.max(one.values, other.values) }
}
