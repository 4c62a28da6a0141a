import { readConfig } from './config.ts'
import { openDatabase } from './db/open-database.ts'

/** Brings the database up to date, as every start does, without serving. */
export async function migrate(env: NodeJS.ProcessEnv): Promise<void> {
  const { databaseUrl, dataDir, insecureDatabase } = readConfig(env)
  const database = await openDatabase({ url: databaseUrl, dataDir, allowPlainNetwork: insecureDatabase })
  await database.close()
  process.stdout.write('The database is up to date.\n')
}
