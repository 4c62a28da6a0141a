/** What follows from the address people type. */
export type PublicAddress = {
  /** Scheme, host and port: what a browser sends as `Origin`. */
  readonly origin: string
  /** The path below which everything is, without a slash at its end: empty, or such as `/tally`. */
  readonly basePath: string
  readonly isHttps: boolean
}

/** Takes the public address apart; it has no slash at its end, no query and no fragment. */
export function publicAddressOf(publicUrl: string): PublicAddress {
  const { origin, pathname, protocol } = new URL(publicUrl)
  return { origin, basePath: pathname === '/' ? '' : pathname, isHttps: protocol === 'https:' }
}

/** The host of the public address, without a port: `todo.example.org`. */
export function hostOf(publicUrl: string): string {
  return new URL(publicUrl).hostname
}

/**
 * The path of a request without the base path. A proxy may take that away or leave it, so both are understood: what
 * does not begin with it stays as it is.
 */
export function withoutBasePath(url: string, basePath: string): string {
  if (!url.startsWith(basePath)) return url
  const rest = url.slice(basePath.length)
  if (rest === '' || rest.startsWith('?')) return `/${rest}`
  return rest.startsWith('/') ? rest : url
}
