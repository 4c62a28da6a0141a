/** For whoever's browser does not say where they are, or not in a way that is known. */
const fallback = 'en-GB'

/**
 * The locale that a browser names, as BCP 47. Some take it from the environment, as `en_US.UTF-8` or `C`, which `Intl`
 * refuses.
 */
export function localeOf(language: string | undefined): string {
  const [tag = ''] = (language ?? '').replaceAll('_', '-').split(/[.@]/)
  try {
    return new Intl.Locale(tag).maximize().region === undefined ? fallback : new Intl.Locale(tag).toString()
  } catch {
    return fallback
  }
}

/**
 * The locale with English words, as the rest of the app has them, and with the forms of dates of the same region, where
 * the browser knows how English is written there.
 */
export function inEnglish(locale: string): string {
  const { language, region } = new Intl.Locale(locale).maximize()
  if (language === 'en') return locale
  const wanted = `en-${region}`
  return new Intl.DateTimeFormat(wanted).resolvedOptions().locale === wanted ? wanted : fallback
}

/** The locale of the person: for the order of their own words, and for the day on which their weeks begin. */
export const ownLocale = localeOf(navigator.language)

/** The locale of everything that the app says: the one place that decides it. */
export const appLocale = inEnglish(ownLocale)
