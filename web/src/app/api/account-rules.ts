import { maxLength, required, schema, validate } from '@angular/forms/signals'
import { limits } from '@tally/contract/limits'
import { displayNamePattern, usernameFault } from '@tally/contract/usernames'
import { hasVisibleText } from '@tally/contract/visible-text'

const displayNameForm = new RegExp(displayNamePattern, 'u')

/**
 * What is asked of a new account, for signal forms: `apply(path.username, accountRules.username)`. The server asks for
 * more, such as a password that is not a common one; its refusal appears under the field, see `sendForm`.
 */
export const accountRules = {
  displayName: schema<string>((path) => {
    maxLength(path, limits.displayName.max, { message: 'That’s too long.' })
    validate(path, ({ value }) => {
      const name = value().trim()
      return name === '' || (displayNameForm.test(name) && hasVisibleText(name))
        ? undefined
        : { kind: 'form', message: 'The name has characters that are invisible or change the text direction.' }
    })
  }),
  username: schema<string>((path) => {
    required(path, { message: 'Choose a username.' })
    validate(path, ({ value }) => {
      const fault = usernameFault(value())
      return fault === undefined ? undefined : { kind: 'form', message: `The username ${fault}.` }
    })
  }),
  newPassword: schema<string>((path) => {
    required(path, { message: 'Choose a password.' })
    validate(path, ({ value }) => {
      const { length } = Array.from(value().normalize('NFC'))
      const { min, max } = limits.password
      if (length < min) return { kind: 'minLength', message: 'That’s too short.' }
      return length > max ? { kind: 'maxLength', message: `At most ${max} characters.` } : undefined
    })
  }),
} as const
