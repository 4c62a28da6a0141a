import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { openApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { createLog } from '../src/http/log.ts'
import { freshDatabase } from './every-database.ts'
import { PostgresProxy } from './postgres-proxy.ts'

/** Two instances on one PostgreSQL and one data folder, by their addresses. */
export type TwoInstances = {
  readonly a: string
  readonly b: string
  /** Stops A. */
  readonly stopA: () => Promise<void>
  /** Between B and the database, to disturb what they say to each other. */
  readonly proxy: PostgresProxy
  /** The address of their database. */
  readonly databaseUrl: string
}

/** Starts two instances that are gone after the test. */
export async function serveTwice(t: TestContext): Promise<TwoInstances> {
  const place = await freshDatabase('postgres')
  const proxy = await PostgresProxy.before(place.url)
  const closing: (() => Promise<void>)[] = []
  t.after(async () => {
    for (const close of closing) await close()
    proxy.close()
    await place.remove()
  })
  const serve = async (databaseUrl: string) => {
    const config = readConfig({ TALLY_DATA: place.dataDir, DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' })
    const tally = await openApp({ config, log: createLog(config.logLevel) })
    const stop = () => tally.close()
    closing.push(stop)
    await tally.http.listen({ host: '127.0.0.1', port: 0 })
    return { url: `http://127.0.0.1:${(tally.http.server.address() as AddressInfo).port}`, stop }
  }
  const [a, b] = [await serve(place.url), await serve(proxy.url)]
  return { a: a.url, b: b.url, stopA: a.stop, proxy, databaseUrl: place.url }
}
