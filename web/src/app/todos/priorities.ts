/** The priorities a todo may have, in the order in which they are offered, with their names. */
export const priorities = [
  { priority: 0, name: 'None' },
  { priority: 1, name: 'Low' },
  { priority: 2, name: 'Medium' },
  { priority: 3, name: 'High' },
] as const
