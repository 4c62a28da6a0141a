import pg from 'pg'

/** A migrated database without data, which the database of each test is copied from. */
export const TEMPLATE = 'tally_template'

/** The address of a database on the PostgreSQL of this test run. */
export function addressOf(database: string): string {
  const server = process.env['TALLY_TEST_POSTGRES']
  if (!server) throw new Error('No PostgreSQL: run the tests with --test-global-setup=server/test/postgres-setup.ts')
  const url = new URL(server)
  url.pathname = database
  return url.href
}

/** Runs something as superuser, outside of any test's database. */
export async function onServer<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: addressOf('postgres') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
