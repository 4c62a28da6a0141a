/**
 * `npm test`: sets up what is missing, then runs everything that must hold, the quick first. The first failure ends it.
 */
import { requireChromium } from './chromium.mjs'
import { install } from './install.mjs'
import { run } from './run.mjs'

/** @type {readonly { name: string, command: readonly [string, ...string[]] }[]} */
const steps = [
  { name: 'check', command: ['node', 'scripts/check.mjs'] },
  { name: 'unit and both databases', command: ['node', 'scripts/unit.mjs'] },
  { name: 'faults', command: ['node', 'scripts/faults.mjs', '--short'] },
  { name: 'components', command: ['npm', 'test', '--silent', '-w', '@tally/web'] },
  { name: 'browser', command: ['node', 'scripts/e2e.mjs'] },
]

await install()
const env = { CHROME_BIN: await requireChromium(), NG_CLI_ANALYTICS: 'false' }
/** @type {string[]} */
const summary = []
let failed = 0
for (const { name, command } of steps) {
  console.log(`\n── ${name} ──`)
  const [program, ...args] = command
  const begin = performance.now()
  const code = await run(program, args, { env })
  const seconds = Math.round((performance.now() - begin) / 1000)
  summary.push(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (code === 0) continue
  failed = code
  break
}
console.log(`\n${summary.join('\n')}`)
console.log(failed === 0 ? 'All tests passed.' : `Stopped: exit code ${failed}.`)
process.exitCode = failed
