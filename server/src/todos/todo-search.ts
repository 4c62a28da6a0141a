import { foldText } from '@tally/contract/fold-text'

/** Makes the test whether a folded text, as it is stored with each todo, holds all words of a search. */
export function matcher(search: string): (folded: string) => boolean {
  const words = foldText(search).split(/\s+/).filter(Boolean)
  return (folded) => words.every((word) => folded.includes(word))
}
