/**
 * The address that somebody means who typed one with a lone percent sign, as `/todos/label/100%`; undefined for what is
 * no page of the app. It leads nowhere else: an address that begins with two slashes would name another host.
 */
export function repairedPath(url: string): string | undefined {
  if (!/^\/(?![/\\])/.test(url) || /^\/api(?:[/?]|$)/.test(url)) return undefined
  const escaped = url.replace(/%(?![\da-f]{2})/gi, '%25')
  return isDecodable(escaped) ? escaped : url.replaceAll('%', '%25')
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url)
    return true
  } catch {
    return false
  }
}
