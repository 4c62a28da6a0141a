/** Letters that run from right to left, and the characters that turn the direction of what comes after them. */
const TURNING = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Bidi_Control}]/u

/**
 * What somebody wrote, for a place inside a sentence that is plain text: with it the rest of the sentence stays in
 * order (Unicode Standard Annex 9, isolates). In a template, `<bdi>` does the same.
 */
export function isolated(text: string): string {
  return TURNING.test(text) ? `\u2068${text}\u2069` : text
}
