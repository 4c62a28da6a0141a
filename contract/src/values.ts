import Type, { type TSchema } from 'typebox'

/** A UUID version 7 (RFC 9562) in lower case, made by whoever makes the thing. */
export const Id = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  description: 'UUIDv7, lower case',
})

/** A moment, in milliseconds since 1970-01-01T00:00Z. */
export const Moment = Type.Integer({ minimum: 0, description: 'milliseconds since 1970, UTC' })

/** The counter value of a list at which a row last changed. */
export const Version = Type.Integer({ minimum: 0, description: 'rises with every change in the list' })

/** Text of at most `maxLength` code points in which there is something to see. */
export function Line(maxLength: number) {
  return Type.String({
    minLength: 1,
    maxLength,
    pattern: '\\S',
    format: 'visible-text',
    description: 'with something to see: not only spaces, control or invisible characters',
  })
}

/** Either the value or null. */
export function Nullable<S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()])
}

/** An object that knows no other members than those named: what is unknown is refused, never dropped. */
export const closed = { additionalProperties: false } as const

export const IdParams = Type.Object({ id: Id }, closed)
