/**
 * Writes what is made from the operations: contract/openapi.json and docs/access.md. With `--check` it writes nothing
 * and fails when a file is not what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { accessPage } from './access-table.ts'
import { openApiDocument } from './openapi.ts'

const files: [path: string, fresh: string][] = [
  ['contract/openapi.json', `${JSON.stringify(openApiDocument(), null, 2)}\n`],
  ['docs/access.md', accessPage()],
]

for (const [path, fresh] of files) {
  const file = new URL(`../../${path}`, import.meta.url)
  if (!process.argv.includes('--check')) {
    writeFileSync(file, fresh)
  } else if (readIfThere(file) !== fresh) {
    console.error(`${path} is stale: run \`npm run openapi -w @tally/contract\` and commit the file.`)
    process.exitCode = 1
  }
}

function readIfThere(file: URL): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
