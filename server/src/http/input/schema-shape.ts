import type { TSchema } from 'typebox'

/** The keywords of JSON Schema by which the inputs of the contract are made. */
export type SchemaShape = {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly TSchema[]
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly required?: readonly string[]
  readonly patternProperties?: Readonly<Record<string, TSchema>>
  readonly additionalProperties?: unknown
  readonly maxProperties?: number
  readonly items?: TSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
}

/** The keywords of a schema, which its type does not tell. */
export function shapeOf(schema: TSchema): SchemaShape {
  return schema
}

/**
 * Which of several schemas a value means to fit: the one with its literal `type` where they have one, otherwise the
 * first for its kind of value. Undefined where it can be none of them.
 */
export function alternativeFor(alternatives: readonly TSchema[], value: unknown): TSchema | undefined {
  const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
  const name = kind === 'object' ? (value as { readonly type?: unknown }).type : undefined
  return alternatives.find((schema) => {
    const { type, const: literal, properties } = shapeOf(schema)
    const typeName = properties?.['type'] && shapeOf(properties['type']).const
    if (typeName !== undefined) return typeName === name
    return literal === undefined ? type === kind : literal === value
  })
}
