/**
 * Spaces, control characters, what Unicode calls ignorable (the fillers of Korean too), the empty Braille cell, lone
 * marks.
 */
const UNSEEN = /[\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}\u2800\uFFF9-\uFFFB]/u
const VISIBLE = new RegExp(UNSEEN.source.replace('[', '[^'), 'u')

/**
 * Whether a text shows anything: names and titles must. This file has no schemas, so that the browser may import it.
 */
export function hasVisibleText(text: string): boolean {
  return VISIBLE.test(text)
}
