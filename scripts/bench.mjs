/** `npm run bench`: every benchmark, one after the other; see bench/README.md. Fails when a bar is missed. */
import { buildWeb } from './build-web.mjs'
import { requireChromium } from './chromium.mjs'
import { install, node } from './install.mjs'
import { run } from './run.mjs'

await install()
await buildWeb()
const env = { CHROME_BIN: await requireChromium() }
for (const claim of [
  'read-todos',
  'sign-in-storm',
  'sync-pull',
  'sync-push',
  'greedy-writer',
  'event-streams',
  'live-on-screen',
  'first-sync',
  'startup',
  'verify-token',
  'bundle-size',
]) {
  console.log(`\n── ${claim} ──`)
  const code = await run(node, [`bench/${claim}.ts`], { env })
  process.exitCode ||= code
  if (code > 128) break
}
