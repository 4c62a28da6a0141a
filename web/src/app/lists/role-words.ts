import type { ListRole } from '@tally/contract'

/** What somebody may do with a list, in words. */
export const roleWords = {
  owner: 'Owner',
  editor: 'May change it',
  viewer: 'May look at it',
} as const satisfies Record<ListRole, string>
