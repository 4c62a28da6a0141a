import { limits } from '@tally/contract'
import { invalidInput, type Problem } from '../problem.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Gives the Problem `invalid-input` for JSON that nests deeper than `limits.json.depth`, or holds more than `maxValues`
 * values. It is looked at before it is parsed, since parsing costs a hundred times as much. What is not JSON at all is
 * the parser's to refuse.
 */
export function unboundedJson(text: string, maxValues: number): Problem | undefined {
  let depth = 0
  let values = 1
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfText(text, at)
        break
      case 0x2c /* , */:
        values += 1
        if (values > maxValues) return invalidInput('/body', `must not hold more than ${maxValues} values`)
        break
      case 0x5b /* [ */:
      case 0x7b /* { */:
        depth += 1
        values += 1
        if (depth > limits.json.depth) return invalidInput('/body', `must not nest deeper than ${limits.json.depth}`)
        break
      case 0x5d /* ] */:
      case 0x7d /* } */:
        depth -= 1
    }
  }
  return undefined
}

/** Where the text that begins at a quote ends; the end of everything where it does not. */
function endOfText(json: string, begin: number): number {
  for (let end = json.indexOf('"', begin + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let escapes = 0
    while (json.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1
    if (escapes % 2 === 0) return end
  }
  return json.length
}
