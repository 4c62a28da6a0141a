import type { SyncOperation, SyncVerdict } from '@tally/contract'
import { insertAccount } from '../../server/src/accounts/account-service.ts'
import { openApp, type Tally } from '../../server/src/app.ts'
import { readConfig, type Config } from '../../server/src/config.ts'
import type { Engine } from '../../server/src/db/db.ts'
import { inTransaction } from '../../server/src/db/transaction.ts'
import { createLog } from '../../server/src/http/log.ts'
import { freshDatabase, type FreshDatabase } from '../../server/test/every-database.ts'
import type { Person } from '../../web/src/app/sync/engine/view.ts'

export type { Engine }

/** What a server answered: the status, and the text of the body. */
export type Answer = { readonly status: number; readonly text: string }

export type PushAnswer = { readonly epoch: string; readonly results: readonly SyncVerdict[] }
export type PushBody = { readonly client: string; readonly schema: number; readonly ops: readonly SyncOperation[] }

/** The real server in this process, on a database of its own, without a port. It can be closed and opened again. */
export class RestartableServer {
  readonly #place: FreshDatabase
  readonly #config: Config
  #tally: Tally | undefined
  #restarting: Promise<void> = Promise.resolve()
  readonly #tokens = new Map<string, string>()
  /** What its clock shows, in milliseconds since 1970. */
  now = Date.UTC(2026, 0, 5)

  private constructor(place: FreshDatabase) {
    this.#place = place
    this.#config = readConfig({ TALLY_DATA: place.dataDir, DATABASE_URL: place.url, PORT: '0', LOG_LEVEL: 'silent' })
  }

  static async open(engine: Engine): Promise<RestartableServer> {
    const server = new RestartableServer(await freshDatabase(engine))
    await server.#start()
    return server
  }

  /** Stops it in good order and starts it on the same data. Meanwhile there is no answer. */
  restart(): Promise<void> {
    this.#restarting = this.#restarting.then(async () => {
      const tally = this.#tally
      this.#tally = undefined
      await tally?.close()
      await this.#start()
    })
    return this.#restarting
  }

  async remove(): Promise<void> {
    await this.#tally?.close()
    await this.#place.remove()
  }

  /** Adds somebody with an Inbox. Nobody has their password: sessions begin without one. */
  async addPerson(username: string): Promise<Person> {
    const { db } = this.#running().accounts
    const draft = { username, role: 'member', passwordHash: 'none', at: this.now } as const
    const account = await inTransaction(db, (tx) => insertAccount(tx, draft))
    return { userId: account.id, username, displayName: account.display_name }
  }

  /**
   * Makes a request as a person. Rejects while it is closed. A token that has expired is renewed, as the browser does
   * it.
   */
  async ask(person: Person, method: 'GET' | 'POST', path: string, body?: string): Promise<Answer> {
    const token = this.#tokens.get(person.userId)
    const answer = token === undefined ? undefined : await this.#inject(token, method, path, body)
    if (answer && answer.status !== 401) return answer
    const renewed = await this.#beginSession(person)
    this.#tokens.set(person.userId, renewed)
    return this.#inject(renewed, method, path, body)
  }

  async #start(): Promise<void> {
    this.#tally = await openApp({ config: this.#config, log: createLog('silent'), clock: () => this.now })
  }

  #running(): Tally {
    if (!this.#tally) throw new TypeError('Failed to fetch')
    return this.#tally
  }

  async #inject(token: string, method: 'GET' | 'POST', path: string, payload?: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const { statusCode, body } = await this.#running().http.inject({
      method,
      url: path,
      headers,
      ...(payload === undefined ? {} : { payload }),
    })
    return { status: statusCode, text: body }
  }

  async #beginSession({ userId, username, displayName }: Person): Promise<string> {
    const user = { id: userId, username, displayName, role: 'member' } as const
    const issued = await this.#running().accounts.sessions.start(() => Promise.resolve(user), {
      remember: true,
      caller: { address: '127.0.0.1', device: 'a test' },
    })
    if (!issued) throw new Error('Nobody was admitted')
    return issued.signedIn.token
  }
}
