/** How many characters a text has more than `max`, 0 when it fits. Counts code points, as the contract does. */
export function excessOf(text: string, max: number): number {
  // A code point is one or two UTF-16 units: nearly every text need not be looked through.
  return text.length <= max ? 0 : Math.max(0, Array.from(text).length - max)
}

/**
 * A text in two parts: the first has at most `max` code points and ends with a word if it can, the second is all the
 * rest. Joined by a space they are the text, but for the blanks between them.
 */
export function splitText(text: string, max: number): [start: string, rest: string] {
  const trimmed = text.trim()
  if (excessOf(trimmed, max) === 0) return [trimmed, '']
  const start = Array.from(trimmed)
    .slice(0, max + 1)
    .join('')
  const lastWord = /\s+\S*$/u.exec(start)?.index ?? 0
  const end = lastWord > 0 ? lastWord : Array.from(start).slice(0, max).join('').length
  return [trimmed.slice(0, end), trimmed.slice(end).trim()]
}
