/**
 * What this tab could not store: a browser may refuse site data, or be full. It counts until the tab is closed; `null`
 * is an item that could not be removed.
 */
const unstored = new Map<string, string | null>()

/** The item, or null. Never throws. */
export function readItem(key: string): string | null {
  const own = unstored.get(key)
  if (own !== undefined) return own
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Stores the item, or where the browser refuses keeps it for as long as this tab is open. Never throws. */
export function storeItem(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
    unstored.delete(key)
  } catch {
    // What is stored now would be wrong at the next start.
    removeItem(key)
    unstored.set(key, value)
  }
}

/** Removes the item. Never throws. */
export function removeItem(key: string): void {
  try {
    localStorage.removeItem(key)
    unstored.delete(key)
  } catch {
    unstored.set(key, null)
  }
}

/** Whether the browser gives this page any storage at all; a full one counts as given. */
export function isStorageRefused(): boolean {
  try {
    localStorage.getItem('')
    return false
  } catch {
    return true
  }
}
