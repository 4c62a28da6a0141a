import type { Step } from './reorder'

/** What a key asks of a list, or of the todo that has the focus. */
export type ListCommand =
  | { readonly does: 'go'; readonly to: 'next' | 'previous' | 'first' | 'last' }
  | { readonly does: 'step'; readonly step: Step }
  | { readonly does: 'prioritize'; readonly priority: 0 | 1 | 2 | 3 }
  | { readonly does: 'complete' | 'edit' | 'open' | 'delete' }

/** The part of a KeyboardEvent that decides. */
export type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

const commands: Readonly<Record<string, ListCommand>> = {
  j: { does: 'go', to: 'next' },
  ArrowDown: { does: 'go', to: 'next' },
  k: { does: 'go', to: 'previous' },
  ArrowUp: { does: 'go', to: 'previous' },
  Home: { does: 'go', to: 'first' },
  End: { does: 'go', to: 'last' },
  ' ': { does: 'complete' },
  Enter: { does: 'edit' },
  e: { does: 'edit' },
  o: { does: 'open' },
  ArrowRight: { does: 'open' },
  Delete: { does: 'delete' },
  Backspace: { does: 'delete' },
  '1': { does: 'prioritize', priority: 3 },
  '2': { does: 'prioritize', priority: 2 },
  '3': { does: 'prioritize', priority: 1 },
  '4': { does: 'prioritize', priority: 0 },
}

/** The command of a key pressed on a todo, if it has one. 1 is the weightiest priority, 4 is none. */
export function commandFor(key: Key): ListCommand | undefined {
  if (key.ctrlKey || key.metaKey || key.shiftKey) return undefined
  if (key.altKey) return steps[key.key]
  return commands[key.key]
}

const steps: Readonly<Record<string, ListCommand>> = {
  ArrowUp: { does: 'step', step: -1 },
  ArrowDown: { does: 'step', step: 1 },
}

/** What is left of a command for a todo that may only be looked at: what would edit it opens its details. */
export function whenReadOnly(command: ListCommand): ListCommand | undefined {
  if (command.does === 'edit') return { does: 'open' }
  return command.does === 'go' || command.does === 'open' ? command : undefined
}

/** Where the focus goes from one id in a list of ids; stays at the ends. */
export function goTo(ids: readonly string[], from: string, to: 'next' | 'previous' | 'first' | 'last'): string {
  const at = ids.indexOf(from)
  const index = { next: at + 1, previous: at - 1, first: 0, last: ids.length - 1 }[to]
  return ids[Math.max(0, Math.min(index, ids.length - 1))] ?? from
}

/** Where the focus goes when the one that has it leaves: to the next, at the end to the one before. */
export function afterLeaving(ids: readonly string[], leaving: string): string | undefined {
  const at = ids.indexOf(leaving)
  return ids[at + 1] ?? ids[at - 1]
}
