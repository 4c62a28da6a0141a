import type { SignedIn } from '@tally/contract'

/** The access token of this tab. It lives in memory only, so that it ends with the tab and no storage can leak it. */
export type AccessToken = {
  readonly text: string
  /** When it ends, on the clock of `performance.now()`, in milliseconds. */
  readonly deadline: number
  /** With less than this left, in milliseconds, it is renewed before it is used. */
  readonly margin: number
}

/** The margin of most tokens, in milliseconds. One that lives for less than a minute is used for half of its life. */
const usualMargin = 30_000

/**
 * Keeps the token of an answer. The deadline counts from the moment the request was sent (`askedAt`, milliseconds of
 * `performance.now()`), so it is never too late, however slow the answer; and it never looks at the clock on the wall,
 * so that a wrong one signs nobody out.
 */
export function keepToken(answer: Pick<SignedIn, 'token' | 'expiresIn'>, askedAt: number): AccessToken {
  const lifetime = answer.expiresIn * 1000
  return { text: answer.token, deadline: askedAt + lifetime, margin: Math.min(usualMargin, lifetime / 2) }
}

/** Whether the token can still be sent at `now`, in milliseconds of `performance.now()`. */
export function isFresh(token: AccessToken, now: number): boolean {
  return token.deadline - now >= token.margin
}
