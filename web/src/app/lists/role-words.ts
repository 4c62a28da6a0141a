import type { ListRole } from '@tally/contract'

/** What somebody may do with a list, in words. */
export const roleWords = {
  owner: 'Owner',
  editor: 'Can edit',
  viewer: 'Can view',
} as const satisfies Record<ListRole, string>
