import { limits } from '@tally/contract/limits'
import { cutText } from './cut-text'

/** The labels in what somebody typed: words between spaces and commas, without the signs that may mark a label. */
export function labelWords(text: string): string[] {
  return text
    .split(/[\s,@#!]+/)
    .filter((word) => word !== '')
    .map((word) => cutText(word, limits.label.max))
}

/** The labels with these words added, each once, as many as a todo may have. */
export function withLabels(labels: readonly string[], words: readonly string[]): string[] {
  return [...new Set([...labels, ...words])].slice(0, limits.labels.max)
}
