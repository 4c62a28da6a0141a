import type { Todo } from '@tally/contract'
import { distinctLabels, labelKey } from '@tally/contract/labels'
import { limits } from '@tally/contract/limits'
import { hasVisibleText } from '@tally/contract/visible-text'
import { excessOf } from '../ui/fields/characters'

/** The labels in what somebody typed: words between spaces and commas, without the signs that may mark a label. */
export function labelWords(text: string): string[] {
  return text.split(/[\s,@#!]+/).filter(hasVisibleText)
}

/** Labels after some were added, the words that could not be, and why. */
export type AddedLabels = {
  readonly labels: string[]
  readonly left: readonly string[]
  readonly problem?: string
}

/** The labels with these words added, each once, as many as a todo may have. */
export function withLabels(labels: readonly string[], words: readonly string[]): AddedLabels {
  const tooLong = words.filter((word) => excessOf(word, limits.label.max) > 0)
  const fitting = words.filter((word) => !tooLong.includes(word))
  const all = distinctLabels([...labels, ...fitting]).filter(hasVisibleText)
  const tooMany = all.slice(limits.labels.max)
  const added = { labels: all.slice(0, limits.labels.max), left: [...tooLong, ...tooMany] }
  if (tooLong.length > 0) return { ...added, problem: `A label can have at most ${limits.label.max} characters.` }
  return tooMany.length > 0 ? { ...added, problem: `A todo can have at most ${limits.labels.max} labels.` } : added
}

/** A label in the spelling that is in use, or as it was typed. */
export function spellingInUse(label: string, inUse: readonly string[]): string {
  const key = labelKey(label)
  return inUse.find((other) => labelKey(other) === key) ?? label
}

/** What was found of the labels of a todo, by the array they are in. */
const keys = new WeakMap<readonly string[], readonly string[]>()

/** The keys of a todo's labels. */
export function labelKeys({ labels }: Todo): readonly string[] {
  const before = keys.get(labels)
  if (before) return before
  const made = labels.map(labelKey)
  keys.set(labels, made)
  return made
}
