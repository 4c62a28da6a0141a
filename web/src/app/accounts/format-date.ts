import { appLocale } from '../device/locale'

/** A moment (milliseconds since 1970) as the day it is on where the person is: “1 December 2026”. */
export function formatDate(moment: number, locale: string = appLocale): string {
  return new Date(moment).toLocaleDateString(locale, { dateStyle: 'long' })
}
