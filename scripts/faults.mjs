/** `npm run faults`: uses Tally while things go wrong, and sees that nothing is lost; see faults/README.md. */
import { install, node } from './install.mjs'
import { run } from './run.mjs'

await install()
process.exitCode = await run(node, ['faults/faults.ts', ...process.argv.slice(2)])
