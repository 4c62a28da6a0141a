import { foldText } from './fold-text.ts'
import { limits } from './limits.ts'

/**
 * When two labels are one, on the server and in the browser. No schemas here: the browser imports it.
 */

/** What all spellings of a label have in common: see `foldText`. A label of which nothing is left stands for itself. */
export function labelKey(label: string): string {
  return foldText(label) || label
}

/** Labels as they are stored: in Unicode's composed form (NFC), each once, in the spelling that comes first. */
export function distinctLabels(labels: readonly string[]): string[] {
  const byKey = new Map<string, string>()
  for (const label of labels.map(composed)) if (!byKey.has(labelKey(label))) byKey.set(labelKey(label), label)
  return [...byKey.values()]
}

/** Very few characters become more by composing: a label that would be too long stays as it was typed. */
function composed(label: string): string {
  const text = label.normalize('NFC')
  return Array.from(text).length > limits.label.max ? label : text
}
