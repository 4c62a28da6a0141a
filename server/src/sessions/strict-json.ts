const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** More than any claim of ours needs, and little enough for every reader. */
const MAX_DEPTH = 8

/**
 * Reads a JSON object the way a signed message must be read, so that no two readers take it for different ones (RFC
 * 8725, 2.6 and 3.7; RFC 7519, 4; RFC 7493): from strict UTF-8 without a byte order mark; no member twice, no text that
 * is not Unicode, no number beyond all numbers, nothing nested more than eight deep. Throws Error when it is anything
 * else.
 */
export function parseStrictObject(bytes: Uint8Array): Record<string, unknown> {
  const text = utf8.decode(bytes)
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a JSON object')
  refuseAmbiguity(text)
  return Object.fromEntries(Object.entries(value))
}

// In valid JSON a string before a colon is the name of a member of the innermost open object.
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]|-?\d[\d.eE+-]*/g

function refuseAmbiguity(validJson: string): void {
  const open: Set<unknown>[] = []
  for (const [token, colon] of validJson.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      if (open.push(new Set()) > MAX_DEPTH) throw new Error('it is nested too deep')
    } else if (token === '}' || token === ']') {
      open.pop()
    } else {
      // Parsed, because "a" and "\u0061" are the same name.
      const value: unknown = JSON.parse(colon === undefined ? token : token.slice(0, -colon.length))
      if (typeof value === 'string' && !value.isWellFormed()) throw new Error('a text is not Unicode')
      if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a number is beyond all numbers')
      if (colon === undefined) continue
      if (open.at(-1)?.has(value)) throw new Error('a member is there twice')
      open.at(-1)?.add(value)
    }
  }
}
