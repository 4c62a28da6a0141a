/** The server with reload on 4000 and the Angular dev server on 4200, which passes /api on to it. Ctrl-C ends both. */
import { install, node } from './install.mjs'
import { run } from './run.mjs'

await install()
const env = { TALLY_URL: process.env['TALLY_URL'] ?? 'http://localhost:4200', NG_CLI_ANALYTICS: 'false' }
const end = new AbortController()
const both = [
  run(node, ['--watch', '--watch-preserve-output', 'server/src/main.ts', 'serve'], { env, until: end.signal }),
  run('npm', ['run', '--silent', 'dev', '-w', '@tally/web'], { env, until: end.signal }),
]
process.exitCode = await Promise.race(both)
end.abort()
await Promise.all(both)
