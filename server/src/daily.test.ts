import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { pino } from 'pino'
import { testServer } from '../test/test-server.ts'
import { until } from '../test/until.ts'
import { openApp } from './app.ts'

const YEAR_MS = 366 * 86_400_000

test('what is old goes although something else cannot be removed, and the log says what could not', async (t) => {
  const server = await testServer(t, 'postgres')
  const { db } = server.tally.accounts
  await server.as('ada')
  const remembered = async () => (await db.selectFrom('audit').select('id').execute()).length
  assert.equal(await remembered(), 1)
  const failing = "create function fail() returns trigger language plpgsql as $$ begin raise 'cannot be'; end $$"
  await sql.raw(failing).execute(db)
  await sql`create trigger fail before delete on invitation execute function fail()`.execute(db)

  const lines: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) })
  const later = await openApp({ config: server.config, log, clock: () => Date.now() + YEAR_MS })
  t.after(() => later.close())
  await until('the audit log is forgotten', 5000, async () => (await remembered()) === 0)
  assert.equal(lines.length, 1)
  assert.match(lines.join(''), /"message":"cannot be".*"msg":"what is old could not be removed"/)
})
