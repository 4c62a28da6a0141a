/** Runs the tests of contract, server, faults and scripts; those of data run on both databases. Arguments go to the test runner. */
import { install, node } from './install.mjs'
import { run } from './run.mjs'

await install()
const files = ['contract/src/**/*.test.ts', 'server/src/**/*.test.ts', 'faults/**/*.test.ts', 'scripts/*.test.mjs']
process.exitCode = await run(node, [
  '--test',
  '--test-global-setup=server/test/postgres-setup.ts',
  ...process.argv.slice(2),
  ...files,
])
