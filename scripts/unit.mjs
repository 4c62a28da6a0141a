/**
 * Runs the tests of contract, server, faults and scripts; those of data run on both databases. Arguments go to the test
 * runner.
 */
import { install, node } from './install.mjs'
import { run } from './run.mjs'

/** A test that waits for what never comes says so, instead of holding up the others, in milliseconds. */
const LONGEST_TEST = 10 * 60_000

await install()
const files = ['contract/src/**/*.test.ts', 'server/src/**/*.test.ts', 'faults/**/*.test.ts', 'scripts/*.test.mjs']
process.exitCode = await run(node, [
  '--test',
  '--test-global-setup=server/test/postgres-setup.ts',
  `--test-timeout=${LONGEST_TEST}`,
  ...process.argv.slice(2),
  ...files,
])
