import { randomUUIDv7 } from 'node:crypto'

/** A new UUIDv7 (RFC 9562): unique without asking anyone, and later ids sort after earlier ones. */
export function newId(): string {
  return randomUUIDv7()
}
