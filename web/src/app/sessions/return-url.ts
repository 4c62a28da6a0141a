/** Where somebody lands who did not come from anywhere. */
export const home = '/todos'

/** Whether a path is one of the pages of those who are signed out. */
export function isForSignedOut(path: string): boolean {
  return /^\/(?:login|setup|join)(?:[/?#]|$)/.test(path)
}

/**
 * The address to go to after signing in: `wanted` if it lies within this app, otherwise home. Whoever sends a link to
 * `/login?returnUrl=…` must not choose another site, a script, or a page that leads back to signing in.
 *
 * @param wanted what the query says; anyone may have written it
 * @returns a path with query and fragment, beginning with exactly one slash
 */
export function checkedReturnUrl(wanted: string | null | undefined): string {
  // Only a path: no scheme, no `//host`, no `/\host`, no control characters, which browsers drop before they read on.
  if (!wanted || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return home
  const here = 'https://tally.invalid'
  const url = URL.parse(wanted, here)
  if (url?.origin !== here || url.pathname.startsWith('//')) return home
  if (url.pathname === '/' || isForSignedOut(url.pathname)) return home
  return url.pathname + url.search + url.hash
}
