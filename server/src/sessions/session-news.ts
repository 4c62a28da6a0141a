import type { RevocationIndex } from './revocation-index.ts'

/** Under this topic of the bus instances tell each other whose access tokens to refuse. */
export const SESSION_TOPIC = 'sessions'

export function revokedNews(sessionId: string): string {
  return `revoked ${sessionId}`
}

/** `staleAt` in milliseconds since 1970. */
export function staleNews(sessionId: string, staleAt: number): string {
  return `stale ${sessionId} ${staleAt}`
}

/** Has the index refuse what the news say. Throws for news of an unknown kind: then only the database knows. */
export function learnSessionNews(revocations: RevocationIndex, news: string): void {
  const [kind, sessionId = '', staleAt] = news.split(' ')
  if (kind === 'revoked') revocations.revoke(sessionId)
  else if (kind === 'stale') revocations.markStale(sessionId, Number(staleAt))
  else throw new Error(`Unknown news of a session: ${news}`)
}
