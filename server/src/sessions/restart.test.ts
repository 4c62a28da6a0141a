import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import * as contract from '@tally/contract'
import { openApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../http/log.ts'
import { engines, freshDatabase } from '../../test/every-database.ts'
import { TestClient } from '../../test/test-client.ts'
import { PASSWORD } from '../../test/test-server.ts'

for (const engine of engines) {
  test(`a restart signs nobody out, and nobody who was signed out in (${engine})`, async (t) => {
    const { url, dataDir, remove } = await freshDatabase(engine)
    t.after(remove)
    const config = readConfig({ TALLY_DATA: dataDir, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'silent' })

    /** Serves while `use` runs, as one life of the process. */
    const live = async (use: (baseUrl: string) => Promise<void>) => {
      const tally = await openApp({ config, log: createLog(config.logLevel) })
      try {
        await tally.http.listen({ host: '127.0.0.1', port: 0 })
        await use(`http://127.0.0.1:${(tally.http.server.address() as AddressInfo).port}`)
      } finally {
        await tally.close()
      }
    }
    const saved: Record<'stays' | 'leaves', { token?: string | undefined; cookie?: string | undefined }> = {
      stays: {},
      leaves: {},
    }
    const resume = (baseUrl: string, who: keyof typeof saved) => Object.assign(new TestClient(baseUrl), saved[who])

    await live(async (baseUrl) => {
      const admin = { username: 'ada', password: PASSWORD }
      await new TestClient(baseUrl).call(contract.setUp, { body: admin })
      for (const who of ['stays', 'leaves'] as const) {
        const client = new TestClient(baseUrl)
        const { body } = await client.call(contract.signIn, { body: admin })
        saved[who] = { token: body.token, cookie: client.cookie }
      }
      assert.equal((await resume(baseUrl, 'leaves').call(contract.signOut)).status, 204)
    })

    await live(async (baseUrl) => {
      assert.equal((await resume(baseUrl, 'stays').call(contract.getMe)).status, 200)
      assert.equal((await resume(baseUrl, 'stays').call(contract.refreshSession)).status, 200)
      assert.equal((await resume(baseUrl, 'leaves').call(contract.getMe)).problem, 'invalid-token')
      assert.equal((await resume(baseUrl, 'leaves').call(contract.refreshSession)).problem, 'invalid-session')
    })
  })
}
