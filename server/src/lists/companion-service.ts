import type { Db } from '../db/db.ts'
import { findCompanionIds } from './member-store.ts'

/** Everybody who shares a list with a person, and the person. */
export function listCompanionIds(db: Db, userId: string): Promise<Set<string>> {
  return findCompanionIds(db, userId)
}
