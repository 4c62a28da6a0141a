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

Format.Set('time-zone', isTimeZone)
