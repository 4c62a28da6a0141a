/** The server with reload on 4000 and the Angular dev server on 4200, which passes /api on to it. Ctrl-C ends both. */
import { join } from 'node:path'
import { install, node } from './install.mjs'
import { root } from './root.mjs'
import { run } from './run.mjs'

await install()
const env = { TALLY_URL: process.env['TALLY_URL'] ?? 'http://localhost:4200', NG_CLI_ANALYTICS: 'false' }
const ng = join(root, 'node_modules', '@angular', 'cli', 'bin', 'ng.js')
const end = new AbortController()
const both = [
  run(node, ['--watch', '--watch-preserve-output', 'server/src/main.ts', 'serve'], { env, until: end.signal }),
  run(node, [ng, 'serve', '--proxy-config', 'proxy.conf.json'], { env, cwd: join(root, 'web'), until: end.signal }),
]
process.exitCode = await Promise.race(both)
end.abort()
await Promise.all(both)
