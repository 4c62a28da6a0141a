import { DOCUMENT, inject, Service } from '@angular/core'
import { BASE_PATH } from '../api/base-path'
import { Connection } from '../api/connection'
import { ApiProblem } from '../api/problem'
import { Session } from '../sessions/session'
import type { Platform } from './replica/platform.ts'

/**
 * `fetch` with the access token, for the replica: a stream of events can be read with it. It renews the token as the
 * interceptor does, and says whether the server can be reached.
 */
@Service()
export class AuthorizedFetch {
  private readonly session = inject(Session)
  private readonly connection = inject(Connection)
  private readonly base = inject(DOCUMENT).location.origin + inject(BASE_PATH)

  /** Makes a request to this app's own server, by a path such as `/api/sync/pull`. Rejects when there is no answer, or nobody is signed in. */
  readonly send: Platform['send'] = async (path, { method, body, signal }) => {
    const ask = (token: string) =>
      fetch(this.base + path, {
        method,
        signal,
        cache: 'no-store',
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
      })
    try {
      const token = await this.session.accessToken()
      signal.throwIfAborted()
      const answer = await ask(token)
      if (isFromGateway(answer)) this.connection.lost()
      else this.connection.reached()
      return (await refusesToken(answer)) ? await ask(await this.session.replaceToken(token)) : answer
    } catch (reason) {
      const isAborted = reason instanceof DOMException && reason.name === 'AbortError'
      if (!isAborted && !(reason instanceof ApiProblem)) this.connection.lost()
      throw reason
    }
  }
}

/** Whether a proxy answered for a server that is away; see `toProblem`. Ours says what is wrong as a problem. */
function isFromGateway({ status, headers }: Response): boolean {
  return status >= 502 && status <= 504 && !headers.get('Content-Type')?.startsWith('application/problem+json')
}

/** Whether the server wants another token. A 401 of a proxy before it says nothing of ours. */
async function refusesToken(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined)
  return typeof body === 'object' && body !== null && 'code' in body && body.code === 'invalid-token'
}
