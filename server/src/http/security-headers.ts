/**
 * The browser is to use https for this host from now on, in seconds: a year (RFC 6797). Without `includeSubDomains`:
 * Tally may be on `example.org` itself, and does not decide for what others serve at the hosts below it.
 */
const HSTS = 'max-age=31536000'

/** Headers of every answer, one prepared object each, since setting them is on the hot path. */
export type SecurityHeaders = {
  /** Of the API. An answer of it is never a page: nothing in it may run or be framed. */
  readonly api: Readonly<Record<string, string>>
  /** Of the web app. Its styles are set by Angular at run time, hence 'unsafe-inline' for styles only. */
  readonly page: Readonly<Record<string, string>>
}

/** `isHttps`: is our public address https? On plain http a browser ignores HSTS, and must. */
export function securityHeaders(isHttps: boolean): SecurityHeaders {
  const always = {
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(isHttps && { 'strict-transport-security': HSTS }),
  }
  return {
    api: {
      ...always,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    },
    page: {
      ...always,
      'content-security-policy': [
        "default-src 'self'",
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types angular dompurify tally-worker',
      ].join('; '),
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    },
  }
}
