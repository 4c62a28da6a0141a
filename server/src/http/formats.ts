import { generateKeyBetween } from 'fractional-indexing'
import Format from 'typebox/format'

/** Does this machine know the IANA time zone of that name? */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

/** Can other keys be made behind this one? One that is not of the form would be in everybody's way. */
function isFractionalIndex(key: string): boolean {
  try {
    generateKeyBetween(key, null)
    return true
  } catch {
    return false
  }
}

Format.Set('time-zone', isTimeZone)
Format.Set('fractional-index', isFractionalIndex)
