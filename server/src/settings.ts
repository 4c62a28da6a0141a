/** Every setting of Tally's own, by its name in the environment; `config.ts` reads them, `docs/self-hosting.md` explains them. */
const settingNames: ReadonlySet<string> = new Set([
  'TALLY_ACCESS_TTL',
  'TALLY_CORS_ORIGINS',
  'TALLY_DATA',
  'TALLY_DATABASE_INSECURE',
  'TALLY_DIRECTORY',
  'TALLY_INSECURE_HTTP',
  'TALLY_JWT_ALG',
  'TALLY_METRICS_TOKEN',
  'TALLY_REFRESH_GRACE',
  'TALLY_SECURITY_CONTACT',
  'TALLY_SIGNING_KEYS',
  'TALLY_SIGNUP',
  'TALLY_TRUST_PROXY',
  'TALLY_URL',
])

/** What begins like a setting but is none, such as a misspelt one, in the order of the alphabet. */
export function unknownSettings(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('TALLY_') && !settingNames.has(name))
    .sort()
}
