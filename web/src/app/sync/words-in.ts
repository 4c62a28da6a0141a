import type { Change } from './engine/engine.ts'

/** The fields that hold a person's own words. */
const fields: readonly string[] = ['title', 'notes', 'name']

/**
 * What somebody wrote in changes, other than what they are about; undefined when that is nothing.
 *
 * @param about a title that is said already
 */
export function wordsIn(changes: readonly Change[], about: string): string | undefined {
  const steps = changes.flatMap((change) => (change.type === 'batch' ? change.ops : [change]))
  const words = steps
    .flatMap((step) => ('fields' in step ? Object.entries(step.fields) : []))
    .flatMap(([name, text]) => (fields.includes(name) && typeof text === 'string' ? [text.trim()] : []))
    .filter((text) => text !== '' && text !== about.trim())
  return words.length === 0 ? undefined : words.join('\n')
}
