import type { CurrentUser } from '@tally/contract'

/** Who was signed in last in this browser: their id, to find what is stored for them, and their name. Never a token. */
const key = 'tally.user'

/**
 * Whom to take for signed in until the server has answered, or while it cannot be reached. Their role is not known, so
 * they are no admin until then.
 */
export function recallUser(): CurrentUser | undefined {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (!isKnownUser(known)) return undefined
    return { id: known.id, displayName: known.displayName, username: '', role: 'member' }
  } catch {
    return undefined
  }
}

export function rememberUser({ id, displayName }: CurrentUser): void {
  localStorage.setItem(key, JSON.stringify({ id, displayName }))
}

export function forgetUser(): void {
  localStorage.removeItem(key)
}

function isKnownUser(value: unknown): value is { id: string; displayName: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'displayName' in value &&
    typeof value.displayName === 'string'
  )
}
