/** `npm run e2e`: the browser tests. Arguments go to Playwright. */
import { buildWeb } from './build-web.mjs'
import { requireChromium } from './chromium.mjs'
import { install, node } from './install.mjs'
import { run } from './run.mjs'

await install()
await buildWeb()
const playwright = ['node_modules/@playwright/test/cli.js', 'test', '--config=e2e']
process.exitCode = await run(node, [...playwright, ...process.argv.slice(2)], {
  env: { CHROME_BIN: await requireChromium() },
})
