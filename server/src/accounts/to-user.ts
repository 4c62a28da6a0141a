import type { CurrentUser, User } from '@tally/contract'
import type { AccountRow } from './account-store.ts'

/** A person as they see themselves. */
export function toCurrentUser({ id, username, display_name: displayName, role }: AccountRow): CurrentUser {
  return { id, username, displayName, role }
}

/** A person as others see them. */
export function toUser({ id, username, display_name: displayName }: AccountRow): User {
  return { id, username, displayName }
}

export type UserForAdmin = User & Pick<CurrentUser, 'role'>

/** A person as admins see them. */
export function toUserForAdmin(account: AccountRow): UserForAdmin {
  return {
    ...toCurrentUser(account),
    disabled: account.disabled === 1,
    createdAt: account.created_at,
    lastSeenAt: account.last_seen_at,
    oneTimePasswordUntil: account.password_ends_at,
  }
}
