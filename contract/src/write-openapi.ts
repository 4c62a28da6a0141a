/**
 * Writes contract/openapi.json from the operations. With `--check` it writes nothing and fails when the file is not
 * what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { openApiDocument } from './openapi.ts'

const file = new URL('../openapi.json', import.meta.url)
const fresh = `${JSON.stringify(openApiDocument(), null, 2)}\n`

if (!process.argv.includes('--check')) {
  writeFileSync(file, fresh)
} else if (readIfThere() !== fresh) {
  console.error('contract/openapi.json is stale: run `npm run openapi -w @tally/contract` and commit the file.')
  process.exitCode = 1
}

function readIfThere(): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
