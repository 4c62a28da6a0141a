import type { ListColor } from '@tally/contract'

/** The tints a list may have, in the order in which they are offered, with their names. */
export const listColors: readonly { readonly color: ListColor; readonly name: string }[] = [
  { color: 'red', name: 'Red' },
  { color: 'orange', name: 'Orange' },
  { color: 'yellow', name: 'Yellow' },
  { color: 'green', name: 'Green' },
  { color: 'blue', name: 'Blue' },
  { color: 'purple', name: 'Purple' },
  { color: 'grey', name: 'Grey' },
]
