import { usernameFault, usernameForm } from '@tally/contract/usernames'
import { invalidInput } from '../http/problem.ts'

export { usernameKey, usernameSkeleton } from '@tally/contract/usernames'

/** The form in which a new username is kept. Throws Problem `invalid-input` for one that is not good. */
export function requireGoodUsername(text: string): string {
  const fault = usernameFault(text)
  if (fault !== undefined) throw invalidInput('/body/username', fault)
  return usernameForm(text)
}
