import type { Platform } from '../web/src/app/sync/engine/platform.ts'
import type { Person } from './person.ts'
import type { ServerProcess } from './server-process.ts'

/**
 * How requests reach a server as a person, from one device: with an access token, which is renewed when it is refused.
 */
export class Connection {
  readonly #person: Person
  #server: ServerProcess
  #token: Promise<string> | undefined

  constructor(person: Person, server: ServerProcess) {
    this.#person = person
    this.#server = server
  }

  /** From now on by way of that server. */
  moveTo(server: ServerProcess): void {
    this.#server = server
  }

  readonly send: Platform['send'] = async (path, init) => {
    const token = await this.#signedIn()
    const answer = await this.#ask(path, init, token)
    if (answer.status !== 401) return answer
    if ((await this.#token) === token) this.#token = undefined
    return this.#ask(path, init, await this.#signedIn())
  }

  /** Several requests share a sign-in; one that failed is tried anew by the next. */
  #signedIn(): Promise<string> {
    this.#token ??= this.#person.signIn(this.#server.url).catch((reason: unknown) => {
      this.#token = undefined
      throw reason
    })
    return this.#token
  }

  #ask(path: string, { method, body, signal }: Parameters<Platform['send']>[1], token: string): Promise<Response> {
    return fetch(this.#server.url + path, {
      method,
      signal,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    })
  }
}
