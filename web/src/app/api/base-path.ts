import { DOCUMENT, inject, InjectionToken } from '@angular/core'

/**
 * The path below which this Tally is on its host, without a slash at its end: empty, or such as `/tally`. The server
 * writes it into `<base href>`.
 */
export const BASE_PATH = new InjectionToken<string>('BASE_PATH', {
  factory: () => basePathOf(inject(DOCUMENT).baseURI),
})

/** The base path in the address that relative addresses of a document are read against. */
export function basePathOf(baseUri: string): string {
  const path = URL.parse(baseUri)?.pathname ?? '/'
  // A document without a place, such as about:blank, has a path without any slash.
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
