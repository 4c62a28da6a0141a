import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Unsent } from './entries.ts'

/** What somebody could not send before their session ended, encrypted. */
type Sealed = { readonly userId: string; readonly iv: Uint8Array<ArrayBuffer>; readonly data: ArrayBuffer }

/** An interface, as `idb` asks for. */
interface VaultSchema extends DBSchema {
  /** The keys of whoever is signed in, by their id, the newest first. No script can read them out. */
  keys: { key: string; value: readonly CryptoKey[] }
  sealed: { key: number; value: Sealed }
}

// Another beginning than that of the databases of people, which are told by it.
const name = 'tally.vault'

/**
 * Keeps the keys of a person, for the end of their session, which may come when no answer brings them any more. Nothing
 * is kept where the browser has no WebCrypto, as on plain http.
 *
 * @param keys 32 bytes each as base64url, the newest first
 */
export async function keepKeys(userId: string, keys: readonly string[]): Promise<void> {
  const subtle = findCrypto()
  if (!subtle) return
  const imported = await Promise.all(
    keys.map((key) => subtle.importKey('raw', bytesOf(key), 'AES-GCM', false, ['encrypt', 'decrypt'])),
  )
  await withVault((db) => db.put('keys', imported, userId))
}

/** Forgets the keys of a person: what is sealed opens only with those that the server gives them again. */
export async function forgetKeys(userId: string): Promise<void> {
  await withVault((db) => db.delete('keys', userId))
}

/** Deletes all that is kept of a person. */
export async function emptyVault(userId: string): Promise<void> {
  await withVault(async (db) => {
    for (const [id, sealed] of await entriesOf(db)) if (sealed.userId === userId) await db.delete('sealed', id)
    await db.delete('keys', userId)
  })
}

/**
 * Encrypts and keeps what a person could not send.
 *
 * @returns under which number it is kept; undefined where there is no key of theirs, or no WebCrypto
 */
export async function seal(userId: string, unsent: Unsent): Promise<number | undefined> {
  return withVault(async (db) => {
    const [key] = (await db.get('keys', userId)) ?? []
    const subtle = findCrypto()
    if (!key || !subtle) return undefined
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const data = await subtle.encrypt(algorithm(userId, iv), key, new TextEncoder().encode(JSON.stringify(unsent)))
    const tx = db.transaction('sealed', 'readwrite', { durability: 'strict' })
    const [id] = await Promise.all([tx.store.add({ userId, iv, data }), tx.done])
    return id
  })
}

/** Decrypts what a person could not send; what none of their keys opens stays. */
export async function unseal(userId: string): Promise<Map<number, Unsent>> {
  return withVault(async (db) => {
    const keys = (await db.get('keys', userId)) ?? []
    const opened = new Map<number, Unsent>()
    for (const [id, sealed] of await entriesOf(db)) {
      const unsent = sealed.userId === userId ? await decrypt(sealed, keys) : undefined
      if (unsent) opened.set(id, unsent)
    }
    return opened
  })
}

/** Deletes what was sealed, by its numbers. */
export async function dropSealed(ids: readonly number[]): Promise<void> {
  await withVault(async (db) => {
    for (const id of ids) await db.delete('sealed', id)
  })
}

async function decrypt(sealed: Sealed, keys: readonly CryptoKey[]): Promise<Unsent | undefined> {
  for (const key of keys) {
    const bytes = await findCrypto()
      ?.decrypt(algorithm(sealed.userId, sealed.iv), key, sealed.data)
      .catch(() => undefined)
    if (bytes) return JSON.parse(new TextDecoder().decode(bytes)) as Unsent
  }
  return undefined
}

function algorithm(userId: string, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(userId) }
}

async function entriesOf(db: IDBPDatabase<VaultSchema>): Promise<[number, Sealed][]> {
  const tx = db.transaction('sealed')
  const [ids, all] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()])
  return all.flatMap((sealed, index) => (ids[index] === undefined ? [] : [[ids[index], sealed]]))
}

/** Opens the vault for a piece of work. An empty one is deleted afterwards: who signs out leaves nothing. */
async function withVault<T>(work: (db: IDBPDatabase<VaultSchema>) => Promise<T>): Promise<T> {
  const db = await openDB<VaultSchema>(name, 1, {
    upgrade: (created) => {
      created.createObjectStore('keys')
      created.createObjectStore('sealed', { autoIncrement: true })
    },
    blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
  })
  let isEmpty = false
  try {
    const result = await work(db)
    isEmpty = (await db.count('keys')) + (await db.count('sealed')) === 0
    return result
  } finally {
    db.close()
    if (isEmpty) await deleteDB(name)
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (byte) => byte.charCodeAt(0))
}

/** WebCrypto, which browsers have on https and localhost only. */
function findCrypto(): SubtleCrypto | undefined {
  return crypto.subtle
}
