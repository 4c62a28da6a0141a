import { inEnglish, localeOf } from './locale'

describe('localeOf', () => {
  it.each([
    ['en-US', 'en-US'],
    ['de', 'de'],
    ['en_US.UTF-8', 'en-US'],
    ['de_DE@euro', 'de-DE'],
    ['C', 'en-GB'],
    ['C.UTF-8', 'en-GB'],
    ['POSIX', 'en-GB'],
    ['', 'en-GB'],
    ['not a language', 'en-GB'],
    [undefined, 'en-GB'],
  ])('takes %s for %s', (language, locale) => {
    expect(localeOf(language)).toBe(locale)
  })
})

describe('inEnglish', () => {
  it('says dates in English words, in the order and on the clock of the region', () => {
    const date = (language: string) =>
      new Date(2026, 11, 3, 17, 5).toLocaleString(inEnglish(localeOf(language)), {
        month: 'long',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
      })
    expect(date('de')).toMatch(/3 December.*17:05/)
    expect(date('de-CH')).toMatch(/3 December.*17:05/)
    expect(date('ar-EG')).toMatch(/3 December.*17:05/)
    expect(date('en-US')).toMatch(/December 3.*5:05/)
    expect(date('en-GB')).toMatch(/3 December.*17:05/)
  })
})
