import { expect, type APIRequestContext } from '@playwright/test'

/** Somebody who uses Tally over its API, to prepare what a test then sees in the browser. */
export class ApiPerson {
  readonly #request: APIRequestContext
  readonly #url: string
  readonly #token: string

  private constructor(request: APIRequestContext, url: string, token: string) {
    this.#request = request
    this.#url = url
    this.#token = token
  }

  /** Makes the first account of an empty Tally, ada. */
  static setUp(request: APIRequestContext, url: string, password: string): Promise<ApiPerson> {
    return ApiPerson.#begin(request, url, '/api/setup', { username: 'ada', displayName: 'Ada', password })
  }

  /** Signs in. */
  static signIn(request: APIRequestContext, url: string, username = 'jemma', password = 'todo'): Promise<ApiPerson> {
    return ApiPerson.#begin(request, url, '/api/auth', { username, password })
  }

  static async #begin(request: APIRequestContext, url: string, path: string, data: object): Promise<ApiPerson> {
    // Without the cookies of whoever signed in before: they would be signed out, as in one browser.
    const answer = await request.post(url + path, { data, headers: { cookie: '' } })
    const { token } = (await answer.json()) as { token: string }
    return new ApiPerson(request, url, token)
  }

  /** Makes a call that must succeed, and answers its body; nothing where it has none. */
  async call<Body>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, data?: object): Promise<Body> {
    const headers = { authorization: `Bearer ${this.#token}` }
    const answer = await this.#request.fetch(this.#url + path, { method, headers, ...(data && { data }) })
    expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true)
    return (answer.status() === 204 ? undefined : await answer.json()) as Body
  }
}
