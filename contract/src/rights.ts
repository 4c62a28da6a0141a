import type { ListRole } from './lists.ts'

/** Who may do what with a list. Whoever is not a member may do nothing: for them it does not exist. */
const rights = {
  /** Add, change and delete todos. */
  write: ['owner', 'editor'],
  /** Change its name and colour. */
  rename: ['owner', 'editor'],
  /** Place it among their own lists. */
  place: ['owner', 'editor', 'viewer'],
  /** Move it to the trash, and restore it. */
  delete: ['owner'],
  /** Invite people, give roles, transfer ownership. */
  share: ['owner'],
  /** Remove other members. */
  removeMember: ['owner'],
  leave: ['editor', 'viewer'],
} as const satisfies Record<string, readonly ListRole[]>

export type ListRight = keyof typeof rights

/** Whether a member in this role may do that. */
export function may(role: ListRole, right: ListRight): boolean {
  return rights[right].some((allowed) => allowed === role)
}
