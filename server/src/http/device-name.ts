import { limits } from '@tally/contract'

/**
 * Signs of a browser, any of which is enough. Whatever is built on another has the signs of that one, too: it comes
 * first.
 */
const BROWSERS: readonly (readonly [signs: readonly string[], name: string])[] = [
  [['Edg/', 'Edge/', 'EdgA/', 'EdgiOS/'], 'Edge'],
  [['OPR/', 'Opera'], 'Opera'],
  [['SamsungBrowser/'], 'Samsung Internet'],
  [['Firefox/', 'FxiOS/'], 'Firefox'],
  [['Chrome/', 'CriOS/'], 'Chrome'],
  [[' Safari/'], 'Safari'],
  [['curl/'], 'curl'],
]
const SYSTEMS: typeof BROWSERS = [
  [['iPhone', 'iPod'], 'iPhone'],
  [['iPad'], 'iPad'],
  [['Android'], 'Android'],
  [['Windows'], 'Windows'],
  [['Macintosh'], 'macOS'],
  [['CrOS'], 'ChromeOS'],
  [['Linux'], 'Linux'],
]

/**
 * A name people recognize their device by, such as "Firefox on Linux", made from the first `limits.userAgent.max`
 * characters of the `User-Agent` header.
 */
export function deviceName(userAgent = ''): string {
  const text = userAgent.slice(0, limits.userAgent.max)
  const find = (names: typeof BROWSERS) => names.find(([signs]) => signs.some((sign) => text.includes(sign)))?.[1]
  const known = [find(BROWSERS), find(SYSTEMS)].filter((name) => name !== undefined)
  return known.join(' on ') || 'Unknown device'
}
