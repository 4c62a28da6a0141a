import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import * as contract from '@tally/contract'
import { engines, freshDatabase } from '../../test/every-database.ts'
import { TestClient } from '../../test/test-client.ts'
import { PASSWORD } from '../../test/test-server.ts'
import { openApp, type Tally } from '../app.ts'
import { secretCommand } from '../command-line/secret-command.ts'
import { readConfig } from '../config.ts'
import { StartError } from '../db/start-error.ts'
import { createLog } from '../http/log.ts'
import { SecretFile } from './secret-file.ts'

for (const engine of engines) {
  test(`a new root secret signs nobody out, and replaces the old one sign-in by sign-in (${engine})`, async (t) => {
    const { url, dataDir, remove } = await freshDatabase(engine)
    t.after(remove)
    const config = readConfig({ TALLY_DATA: dataDir, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'silent' })
    const secretFile = new SecretFile(dataDir)

    /** Serves while `use` runs, as one life of the process, with what the command line does meanwhile. */
    const live = async (
      use: (
        newClient: () => TestClient,
        command: (...args: string[]) => Promise<string>,
        tally: Tally,
      ) => Promise<void>,
    ) => {
      const tally = await openApp({ config, log: createLog(config.logLevel) })
      try {
        await tally.http.listen({ host: '127.0.0.1', port: 0 })
        const baseUrl = `http://127.0.0.1:${(tally.http.server.address() as AddressInfo).port}`
        const deps = { secretFile, accounts: () => Promise.resolve(tally.accounts) }
        await use(
          () => new TestClient(baseUrl),
          (...args) => secretCommand(args, deps),
          tally,
        )
      } finally {
        await tally.close()
      }
    }
    const rows = async (command: (...args: string[]) => Promise<string>) =>
      (await command('list'))
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((row) => row.trim().split(/ {2,}/))
    const [ada, eve] = [
      { username: 'ada', password: PASSWORD },
      { username: 'eve', password: PASSWORD },
    ]
    const cookies: Record<'stays' | 'away', string | undefined> = { stays: undefined, away: undefined }
    const resume = (client: TestClient, who: keyof typeof cookies) => Object.assign(client, { cookie: cookies[who] })
    let deviceKeys: readonly string[] = []

    await live(async (newClient, command) => {
      const admin = newClient()
      const { body: first } = await admin.call(contract.setUp, { body: ada })
      admin.token = first.token
      deviceKeys = first.deviceKeys ?? []
      cookies.stays = admin.cookie
      await admin.call(contract.addUser, { body: eve })
      const away = newClient()
      await away.call(contract.signIn, { body: ada })
      cookies.away = away.cookie
      assert.deepEqual(await rows(command), [['1', 'in use', '2']])
      await assert.rejects(command('drop', '1'), StartError)
      assert.match(await command('prepare'), /^Version 2 is accepted/)
      await assert.rejects(command('prepare'), StartError)
      assert.deepEqual(await rows(command), [
        ['1', 'in use', '2'],
        ['2', 'next', '0'],
      ])
    })

    // Known, and not used yet.
    await live(async (newClient, command) => {
      const client = resume(newClient(), 'stays')
      assert.equal((await client.call(contract.refreshSession)).status, 200)
      assert.match(client.cookie ?? '', /v1\.1\./)
      cookies.stays = client.cookie
      assert.match(await command('rotate'), /^Version 2 is used/)
    })

    await live(async (newClient, command, tally) => {
      const client = resume(newClient(), 'stays')
      const { status, body } = await client.call(contract.refreshSession)
      assert.equal(status, 200)
      assert.match(client.cookie ?? '', /v1\.2\./)
      cookies.stays = client.cookie
      // What a device has put away under the old key can be opened still.
      assert.deepEqual(body.deviceKeys?.slice(1), deviceKeys)

      const attempts = Array.from({ length: 4 }, () => newClient().call(contract.signIn, { body: ada }))
      assert.deepEqual(new Set((await Promise.all(attempts)).map((answer) => answer.status)), new Set([200]))
      assert.equal((await newClient().call(contract.signIn, { body: { ...ada, password: 'wrong' } })).status, 401)
      assert.deepEqual(await rows(command), [
        ['2', 'in use', '1'],
        ['1', 'accepted', '1'],
      ])
      await assert.rejects(command('drop', '1'), /1 person has not signed in/)
      assert.match(await command('drop', '1', '--force'), /^Version 1 is gone/)
      const { db } = tally.accounts
      const audited = await db
        .selectFrom('audit')
        .select(['kind', 'detail'])
        .where('kind', 'in', ['secret-rotated', 'secret-dropped'])
        .orderBy('at')
        .execute()
      const noted = audited.map(({ kind, detail }) => `${kind} ${detail}`)
      assert.deepEqual(noted, ['secret-rotated 2', 'secret-dropped 1'])
    })

    await live(async (newClient) => {
      assert.equal((await resume(newClient(), 'stays').call(contract.refreshSession)).status, 200)
      assert.equal((await resume(newClient(), 'away').call(contract.refreshSession)).problem, 'invalid-session')
      assert.equal((await newClient().call(contract.signIn, { body: ada })).status, 200)
      assert.equal((await newClient().call(contract.signIn, { body: eve })).problem, 'invalid-credentials')
    })
  })
}

test('words that mean nothing are refused before anything is changed', async () => {
  const deps = {
    get secretFile(): never {
      throw new Error('not asked for')
    },
    accounts: () => Promise.reject(new Error('not asked for')),
  }
  for (const words of [
    [],
    ['rotat'],
    ['list', 'all'],
    ['rotate', '--now'],
    ['drop'],
    ['drop', 'x'],
    ['drop', '1', '2'],
  ]) {
    await assert.rejects(secretCommand(words, deps), { name: 'StartError', message: /^Try: tally secret list/ })
  }
})
