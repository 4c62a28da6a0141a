import { limits } from '@tally/contract/limits'
import { hasVisibleText } from '@tally/contract/visible-text'
import { cutText } from './cut-text'

/**
 * The todos in a pasted text: a line each, without what marks it as an item of a list ("- ", "* ", "1. ", "[ ] ") and
 * without empty lines; too long ones are cut.
 */
export function pastedLines(text: string): string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replace(/^\s*(?:[-*+•]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]?\]\s+)?/, '').trim())
    .filter(hasVisibleText)
    .map((line) => cutText(line, limits.title.max))
}
