/**
 * The value of a `Link` header (RFC 8288) to the next page: this request's address with another cursor in its query.
 */
export function linkToNext(url: string, cursor: Readonly<Record<string, string>>): string {
  const page = new URL(url, 'http://localhost')
  for (const [name, value] of Object.entries(cursor)) page.searchParams.set(name, value)
  return `<${page.pathname}${page.search}>; rel="next"`
}
