import { limits } from '@tally/contract'
import { invalidInput } from '../http/problem.ts'
import { isCommonPassword } from './common-passwords.ts'
import { usernameKey } from './username.ts'

/** Shorter names are in too many good passwords by chance. */
const SHORTEST_NAME = 3

/**
 * Throws Problem `invalid-input` for a new password that is too short or too long in the form it is hashed in (NFC), by
 * code points, or has the username in it or is a common one (NIST SP 800-63B-4, 3.1.1.2). `path` is where in the request
 * it came from.
 */
export async function requireGoodPassword(password: string, username: string, path: string): Promise<void> {
  const { min, max } = limits.password
  const { length } = Array.from(password.normalize('NFC'))
  if (length < min) throw invalidInput(path, `must have at least ${min} characters`)
  if (length > max) throw invalidInput(path, `must have at most ${max} characters`)
  const name = usernameKey(username)
  if (name.length >= SHORTEST_NAME && usernameKey(password).includes(name)) {
    throw invalidInput(path, 'must not contain the username')
  }
  if (await isCommonPassword(password)) {
    throw invalidInput(path, 'must not be a common password, nor one repeated or with digits around it')
  }
}
