import { maxLength, minLength, required, schema } from '@angular/forms/signals'
import { limits } from '@tally/contract/limits'

/**
 * What the contract asks of a new account, for signal forms: `apply(path.username, accountRules.username)`. The server
 * asks for more, such as a password that is not a common one; its refusal appears under the field, see `sendForm`.
 */
export const accountRules = {
  displayName: schema<string>((path) => {
    maxLength(path, limits.displayName.max, { message: 'That is a little long.' })
  }),
  username: schema<string>((path) => {
    required(path, { message: 'Choose a username.' })
    maxLength(path, limits.username.max, { message: `At most ${limits.username.max} characters.` })
  }),
  newPassword: schema<string>((path) => {
    required(path, { message: 'Choose a password.' })
    minLength(path, limits.password.min, { message: 'That is too short.' })
    maxLength(path, limits.password.max, { message: `At most ${limits.password.max} characters.` })
  }),
} as const
