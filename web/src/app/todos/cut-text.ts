/** The start of a text, at most `max` UTF-16 code units, without half a character at its end: that would be no text. */
export function cutText(text: string, max: number): string {
  return text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '')
}
