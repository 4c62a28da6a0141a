import type { ListRole } from '@tally/contract'

/** What somebody may do with a list, in words. */
export const roleNames = {
  owner: 'Owner',
  editor: 'Can edit',
  viewer: 'Can view',
} as const satisfies Record<ListRole, string>
