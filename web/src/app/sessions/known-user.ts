import type { CurrentUser } from '@tally/contract'
import { readItem, removeItem, storeItem } from '../device/local-storage'

/** Who was signed in last in this browser: their id, to find what is stored for them, and their name. Never a token. */
const key = 'tally.user'

const hourMs = 3_600_000
/**
 * The longest that a session may lie unused, in milliseconds: for whom the server has not told how long theirs does.
 */
const longestMs = 14 * 24 * hourMs

type KnownUser = Pick<CurrentUser, 'id' | 'displayName'> & {
  /** How long what is stored for them opens without a word from the server, in milliseconds from `at`. */
  readonly msLeft: number
  /** The latest that the clock on the wall has shown, in milliseconds since 1970. */
  readonly at: number
}

/**
 * Whom to take for signed in until the server has answered, or while it cannot be reached. Their role is not known, so
 * they are no admin until then.
 *
 * It is nobody any more when their session must have ended, unused, in the meantime. A clock that was set back by more
 * than an hour cannot tell, and counts as one that says so: else it would open what is stored forever.
 *
 * @param now milliseconds since 1970
 */
export function recallUser(now: number): CurrentUser | undefined {
  const known = read(now)
  if (!known) return undefined
  const { id, displayName, msLeft, at } = known
  const left = msLeft - Math.max(0, now - at)
  if (left <= 0 || now < at - hourMs) {
    forgetUser()
    return undefined
  }
  store({ id, displayName, msLeft: left, at: Math.max(at, now) })
  return { id, displayName, username: '', role: 'member' }
}

/**
 * Remembers who has signed in, or was still signed in a moment ago.
 *
 * @param secondsLeft how long their session lasts unused, as the server has told
 * @param now milliseconds since 1970
 */
export function rememberUser(
  { id, displayName }: Pick<CurrentUser, 'id' | 'displayName'>,
  secondsLeft: number | undefined,
  now: number,
): void {
  store({ id, displayName, msLeft: secondsLeft === undefined ? longestMs : secondsLeft * 1_000, at: now })
}

/** Another name of theirs. */
export function renameKnownUser(displayName: string, now: number): void {
  const known = read(now)
  if (known) store({ ...known, displayName })
}

/**
 * Counts the time while the pages are open. Answers whether the session may still last; if not, only the server knows.
 *
 * @param now milliseconds since 1970
 * @param elapsed milliseconds since the last call, by a clock that nobody sets; it counts when the other was set back
 */
export function passTime(now: number, elapsed: number): boolean {
  const known = read(now)
  if (!known) return true
  const msLeft = known.msLeft - (now >= known.at ? now - known.at : elapsed)
  store({ ...known, msLeft, at: now })
  return msLeft > 0
}

export function forgetUser(): void {
  removeItem(key)
}

/** The id of who is signed in in this browser, as the tab has told that knew it last. */
export function knownUserId(): string | undefined {
  return read(Date.now())?.id
}

function store(known: KnownUser): void {
  storeItem(key, JSON.stringify(known))
}

function read(now: number): KnownUser | undefined {
  try {
    const known: unknown = JSON.parse(readItem(key) ?? 'null')
    // An earlier version of the app has stored no times.
    return isKnownUser(known) ? { msLeft: longestMs, at: now, ...known } : undefined
  } catch {
    return undefined
  }
}

function isKnownUser(value: unknown): value is Pick<KnownUser, 'id' | 'displayName'> & Partial<KnownUser> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'displayName' in value &&
    typeof value.displayName === 'string' &&
    isTime('msLeft' in value ? value.msLeft : undefined) &&
    isTime('at' in value ? value.at : undefined)
  )
}

function isTime(value: unknown): boolean {
  return value === undefined || typeof value === 'number'
}
