import { limits } from '@tally/contract'
import { invalidInput } from '../http/problem.ts'
import { usernameKey } from './username.ts'

/** Shorter names are in too many good passwords by chance. */
const SHORTEST_NAME = 3

/**
 * Throws Problem `invalid-input` for a new password that is too short or too long in the form it is hashed in (NFC), or
 * has the username in it (NIST SP 800-63B-4, 3.1.1.2). `path` is where in the request it came from.
 */
export function requireGoodPassword(password: string, username: string, path: string): void {
  const { min, max } = limits.password
  const { length } = password.normalize('NFC')
  if (length < min) throw invalidInput(path, `must have at least ${min} characters`)
  if (length > max) throw invalidInput(path, `must have at most ${max} characters`)
  const name = usernameKey(username)
  if (name.length >= SHORTEST_NAME && usernameKey(password).includes(name)) {
    throw invalidInput(path, 'must not contain the username')
  }
}
