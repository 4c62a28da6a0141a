import { ReplicaDatabase } from './replica/replica-database.ts'

/** Deletes the database of a person who signed out. Never rejects: what is in the way is gone at the next attempt. */
export async function deleteDatabase(name: string): Promise<void> {
  await new ReplicaDatabase(name).delete().catch(() => undefined)
}

/**
 * Deletes what people left here whose session ended without signing out, now that another person has signed in; unless
 * something in it has not reached the server: that waits for their return. Never rejects.
 *
 * @param mine the database that stays
 */
export async function deleteOtherDatabases(mine: string): Promise<void> {
  const databases = await indexedDB.databases().catch(() => [])
  for (const { name } of databases) {
    if (name === undefined || name === mine || !name.startsWith('tally-')) continue
    const database = new ReplicaDatabase(name)
    const isEmpty = await database
      .run(async (db) => (await db.count('outbox')) + (await db.count('problems')) === 0)
      .catch(() => false)
    database.close()
    if (isEmpty) await deleteDatabase(name)
  }
}
