import { passwordFault, REPEATED, type PasswordContext } from '@tally/contract/password-rules'
import { invalidInput } from '../http/problem.ts'
import { isCommonPassword } from './common-passwords.ts'

/**
 * Throws Problem `invalid-input` for a new password that is not good (NIST SP 800-63B-4, 3.1.1.2): see `passwordFault`,
 * and it must not be a common one. `path` is where in the request it came from.
 */
export async function requireGoodPassword(password: string, context: PasswordContext, path: string): Promise<void> {
  const fault = passwordFault(password, context)
  // What is common and repeated is called common: that says more.
  if ((fault === undefined || fault === REPEATED) && (await isCommonPassword(password, context.host))) {
    throw invalidInput(path, 'must not be a common password, or common ones joined, repeated or padded with digits')
  }
  if (fault !== undefined) throw invalidInput(path, fault)
}
