import type { Db } from '../db/db.ts'
import { findAccountByName } from './account-store.ts'
import { usernameKey } from './username.ts'

/** The id of the person with exactly that username, who is not disabled. */
export async function findPersonId(db: Db, username: string): Promise<string | undefined> {
  const account = await findAccountByName(db, usernameKey(username))
  return account?.disabled === 0 ? account.id : undefined
}
