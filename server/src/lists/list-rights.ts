import type { ListRole } from '@tally/contract'

/** Who may do what with a list. Whoever is not a member may do nothing: for them it does not exist. */
const rights = {
  'change what is in it': ['owner', 'editor'],
  'rename or colour it': ['owner', 'editor'],
  'place it among my own lists': ['owner', 'editor', 'viewer'],
  'delete it and take it back': ['owner'],
  'share it, give roles and hand it over': ['owner'],
  'take it away from others': ['owner'],
  'leave it': ['editor', 'viewer'],
} as const satisfies Record<string, readonly ListRole[]>

export type ListRight = keyof typeof rights

/** May somebody in this role do that? */
export function may(role: ListRole, right: ListRight): boolean {
  return rights[right].some((allowed) => allowed === role)
}
