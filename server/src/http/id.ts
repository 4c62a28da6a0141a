import { randomUUIDv7 } from 'node:crypto'

const MAX_COUNTER = 0xfff

let lastMs = 0
let counter = 0

/**
 * A new UUIDv7 (RFC 9562): unique without asking anyone. Later ids of this process sort after its earlier ones, also
 * within a millisecond, for which `randomUUIDv7` does not care: twelve of the random bits count there (6.2, method 1),
 * and 62 stay random. When they are used up, or the clock goes back, the time of the last id goes on.
 */
export function newId(): string {
  const uuid = randomUUIDv7()
  const ms = Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16)
  if (ms > lastMs) {
    lastMs = ms
    counter = 0
  } else if (counter < MAX_COUNTER) {
    counter += 1
  } else {
    lastMs += 1
    counter = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}${uuid.slice(18)}`
}
