/** `node scripts/start.mjs <command>`: sets up what is missing, then runs a command of the server (serve, demo). */
import { join } from 'node:path'
import { buildWeb } from './build-web.mjs'
import { install, node } from './install.mjs'
import { root } from './root.mjs'
import { run } from './run.mjs'

await install()
await buildWeb()
process.exitCode = await run(node, [join(root, 'server', 'bin', 'tally.js'), ...process.argv.slice(2)], {
  // glibc keeps a heap for each thread otherwise; ours hardly allocate, and an idle Tally is 3 MB smaller.
  env: { MALLOC_ARENA_MAX: process.env['MALLOC_ARENA_MAX'] ?? '1' },
})
