import * as contract from '@tally/contract'
import { TestClient } from '../server/test/test-client.ts'

const PASSWORD = 'correct horse battery staple'

/** Somebody who uses Tally. Each of their devices signs in for itself. */
export class Person {
  readonly userId: string
  readonly username: string
  readonly displayName: string

  private constructor({ id, username, displayName }: contract.CurrentUser) {
    this.userId = id
    this.username = username
    this.displayName = displayName
  }

  /** Makes the account; the first one is that of an admin. */
  static async join(url: string, username: string): Promise<Person> {
    const client = new TestClient(url)
    const { body: setup } = await client.call(contract.getSetup)
    const account = { username, password: PASSWORD }
    if (setup.needed) return new Person((await client.call(contract.setUp, { body: account })).body.user)
    await client.call(contract.join, { body: account })
    const { body } = await client.call(contract.signIn, { body: account })
    return new Person(body.user)
  }

  /** Signs in on a server; rejects while it does not answer, or has no room for it. */
  async signIn(url: string): Promise<string> {
    const client = new TestClient(url)
    const { body } = await client.call(contract.signIn, { body: { username: this.username, password: PASSWORD } })
    return body.token
  }
}
