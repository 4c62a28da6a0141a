import { openDatabase } from '../src/db/open-database.ts'
import { inTransaction } from '../src/db/transaction.ts'

/** A process to be killed: writes into the folder it is given and prints each key once it was acknowledged. */
const { db } = await openDatabase({ url: 'sqlite:', dataDir: process.argv[2] ?? '' })

async function writeForEver(writer: number): Promise<never> {
  for (let i = 0; ; i++) {
    const key = `${writer}-${i}`
    await inTransaction(db, (tx) => tx.insertInto('meta').values({ key, value: 'v' }).execute())
    process.stdout.write(`${key}\n`)
  }
}

await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(writeForEver))
