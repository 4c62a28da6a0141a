import { storedDrafts } from './engine/draft-box.ts'
import type { Unsent } from './engine/entries.ts'
import { databaseName, ReplicaDatabase } from './engine/replica-database.ts'
import { dropSealed, forgetKeys, seal } from './engine/vault.ts'

/** How many changes wait on this device for the return of whoever made them. */
export type Kept = { readonly sealed: number; readonly inClear: number }

/**
 * Takes off this device what people left here whose session is over: all that the server has, too. What was never sent
 * stays for their return, encrypted where there is a key, else as it is. Never rejects: what is in the way goes at the
 * next start.
 *
 * @param isSignedIn whether the session of a person goes on, by the name of their database
 */
export async function clearLeftovers(isSignedIn: (name: string) => boolean): Promise<Kept> {
  const kept = { sealed: 0, inClear: 0 }
  for (const name of await namesOfReplicas()) {
    if (isSignedIn(name)) continue
    const left = await clear(name, () => isSignedIn(name)).catch(() => undefined)
    kept.sealed += left?.sealed ?? 0
    kept.inClear += left?.inClear ?? 0
  }
  return kept
}

/** Says what stays on this device; undefined when that is nothing. */
export function formatKept({ sealed, inClear }: Kept): string | undefined {
  const count = sealed + inClear
  if (count === 0) return undefined
  const how = inClear === 0 ? 'encrypted' : 'not encrypted'
  return count === 1
    ? `1 change hasn’t reached the server. It stays on this device, ${how}, until whoever made it signs in again.`
    : `${count} changes haven’t reached the server. They stay here, ${how}, until whoever made them signs in again.`
}

/** The names of the databases of people here. Never rejects. */
async function namesOfReplicas(): Promise<string[]> {
  try {
    const databases = await indexedDB.databases()
    return databases.flatMap(({ name }) => (name?.startsWith(databaseName('')) ? [name] : []))
  } catch {
    return []
  }
}

async function clear(name: string, isSignedIn: () => boolean): Promise<Kept> {
  const userId = name.slice(databaseName('').length)
  const database = new ReplicaDatabase(name)
  try {
    for (;;) {
      const unsent = await readUnsent(database)
      const count = unsent.waiting.length + unsent.refused.length
      const isNothing = count === 0 && unsent.drafts?.length === 0
      const id = isNothing ? undefined : await seal(userId, unsent)
      if (isSignedIn()) return await takeBack(id)
      const isEmpty = count === 0 || id !== undefined
      if (await forget(database, unsent, isEmpty)) {
        await forgetKeys(userId)
        if (isEmpty) await database.delete()
        return id === undefined ? { sealed: 0, inClear: count } : { sealed: count, inClear: 0 }
      }
      // Another tab was quicker.
      await takeBack(id)
    }
  } finally {
    database.close()
  }
}

async function takeBack(id: number | undefined): Promise<Kept> {
  if (id !== undefined) await dropSealed([id])
  return { sealed: 0, inClear: 0 }
}

function readUnsent(database: ReplicaDatabase): Promise<Unsent> {
  return database.run(async (db) => {
    const tx = db.transaction(['outbox', 'problems'])
    const [waiting, refused] = await Promise.all([
      tx.objectStore('outbox').getAll(),
      tx.objectStore('problems').getAll(),
    ])
    return { waiting, refused, drafts: await storedDrafts(db) }
  })
}

/**
 * Deletes the rows, and what is sealed elsewhere, in one transaction; not when what was never sent is not what it was
 * any more. Answers whether it did.
 */
function forget(database: ReplicaDatabase, { waiting, refused }: Unsent, isSealed: boolean): Promise<boolean> {
  return database.write(['meta', 'lists', 'todos', 'outbox', 'journal', 'problems'], async (tx) => {
    const [outbox, problems] = [tx.objectStore('outbox'), tx.objectStore('problems')]
    const isSame =
      isEqual(await outbox.getAllKeys(), waiting, ({ seq }) => seq) &&
      isEqual(await problems.getAllKeys(), refused, ({ id }) => id)
    if (!isSame) return false
    for (const store of ['lists', 'todos', 'journal', 'meta'] as const) await tx.objectStore(store).clear()
    if (isSealed) await Promise.all([outbox.clear(), problems.clear()])
    return true
  })
}

function isEqual<Key, Entry>(keys: readonly Key[], entries: readonly Entry[], keyOf: (entry: Entry) => Key): boolean {
  return keys.length === entries.length && entries.every((entry, index) => keyOf(entry) === keys[index])
}
