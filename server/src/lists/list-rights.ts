import type { ListRole } from '@tally/contract'

/** Owners and editors change what is in a list; viewers look. */
export function mayWrite(role: ListRole): boolean {
  return role !== 'viewer'
}

/** Only the owner deletes or restores a list. */
export function mayDelete(role: ListRole): boolean {
  return role === 'owner'
}
