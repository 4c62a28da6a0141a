import { DOCUMENT, inject, Service } from '@angular/core'
import { BASE_PATH } from '../api/base-path'
import { Connection } from '../api/connection'
import { ApiProblem, problemIn } from '../api/problem'
import { Session } from '../sessions/session'
import type { Platform } from './engine/platform.ts'

/**
 * `fetch` with the access token, for the replica: a stream of events can be read with it. It renews the token as the
 * interceptor does, and says whether the server can be reached.
 */
@Service()
export class AuthorizedFetch {
  private readonly session = inject(Session)
  private readonly connection = inject(Connection)
  private readonly base = inject(DOCUMENT).location.origin + inject(BASE_PATH)

  /**
   * Makes a request to this app's own server, by a path such as `/api/sync/pull`. Rejects when there is no answer, or
   * nobody is signed in.
   */
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
      const code = answer.ok ? undefined : (await problemIn(answer)).code
      this.connection.reached(code)
      return code === 'invalid-token' ? await ask(await this.session.replaceToken(token)) : answer
    } catch (reason) {
      const isAborted = reason instanceof DOMException && reason.name === 'AbortError'
      if (!isAborted && !(reason instanceof ApiProblem)) this.connection.lost()
      throw reason
    }
  }
}
