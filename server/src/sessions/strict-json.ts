const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a JSON object the way a signed message must be read: from strict UTF-8 without a byte order mark, and without a
 * member that is there twice, at any depth. Two readers who choose different ones of two members do not read the same
 * message (RFC 8725, 2.4 and 3.12). Throws Error when it is anything else.
 */
export function parseStrictObject(bytes: Uint8Array): Record<string, unknown> {
  const text = utf8.decode(bytes)
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a JSON object')
  refuseRepeatedMembers(text)
  return Object.fromEntries(Object.entries(value))
}

// In valid JSON a string before a colon is the name of a member of the innermost open object.
const NAMES_AND_BRACES = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g

function refuseRepeatedMembers(validJson: string): void {
  const open: Set<unknown>[] = []
  for (const [token, colon] of validJson.matchAll(NAMES_AND_BRACES)) {
    if (token === '{') open.push(new Set())
    else if (token === '}') open.pop()
    else if (colon !== undefined) {
      // Parsed, because "a" and "\u0061" are the same name.
      const name: unknown = JSON.parse(token.slice(0, -colon.length))
      if (open.at(-1)?.has(name)) throw new Error('a member is there twice')
      open.at(-1)?.add(name)
    }
  }
}
