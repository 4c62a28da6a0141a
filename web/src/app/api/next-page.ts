/**
 * The address of the next page out of a `Link` header (RFC 8288), without scheme and host: behind a proxy the server
 * may know itself by another name than the browser does.
 */
export function nextPage(link: string | null): string | undefined {
  for (const [, target = '', parameters = ''] of link?.matchAll(/<([^>]*)>((?:\s*;[^,<]*)*)/g) ?? []) {
    if (!/;\s*rel="?next"?\s*(?:;|$)/i.test(parameters)) continue
    const url = URL.parse(target, 'http://any.invalid')
    return url ? url.pathname + url.search : undefined
  }
  return undefined
}
