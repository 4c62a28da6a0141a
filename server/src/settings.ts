/**
 * Every setting of Tally's own, by its name in the environment; `config.ts` reads them, `docs/self-hosting.md` explains
 * them.
 */
const settingNames: ReadonlySet<string> = new Set([
  'TALLY_ACCESS_TTL',
  'TALLY_CORS_ORIGINS',
  'TALLY_DATA',
  'TALLY_DATABASE_INSECURE',
  'TALLY_DIRECTORY',
  'TALLY_INSECURE_HTTP',
  'TALLY_JWT_ALG',
  'TALLY_LATENESS',
  'TALLY_METRICS_TOKEN',
  'TALLY_QUOTA_INVITATIONS',
  'TALLY_QUOTA_LISTS',
  'TALLY_QUOTA_LIST_TODOS',
  'TALLY_QUOTA_NEW_LISTS',
  'TALLY_QUOTA_OPERATIONS',
  'TALLY_QUOTA_OPERATIONS_PER_SECOND',
  'TALLY_QUOTA_REQUESTS',
  'TALLY_QUOTA_SIGN_UPS',
  'TALLY_QUOTA_STREAMS',
  'TALLY_QUOTA_TEXT_MB',
  'TALLY_QUOTA_TODOS',
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
