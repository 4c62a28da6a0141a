/** `npm run check`: what can be said of the code without running the product. All of it, then the verdict. */
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'
import { install, node } from './install.mjs'
import { root } from './root.mjs'

const bin = join(root, 'node_modules', '.bin')

/** The longest first, since they run side by side. @type {readonly { name: string, command: readonly string[] }[]} */
const checks = [
  { name: 'lint', command: ['eslint', '--max-warnings=0', '.'] },
  { name: 'types of web', command: ['ngc', '-p', 'web/tsconfig.app.json', '--noEmit'] },
  { name: 'types of web tests', command: ['tsc', '-p', 'web/tsconfig.spec.json', '--noEmit'] },
  { name: 'types of server', command: ['tsc', '-p', 'server'] },
  { name: 'unused code', command: ['knip'] },
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'types of contract', command: ['tsc', '-p', 'contract'] },
  { name: 'types of e2e', command: ['tsc', '-p', 'e2e'] },
  { name: 'types of bench', command: ['tsc', '-p', 'bench'] },
  { name: 'types of faults', command: ['tsc', '-p', 'faults'] },
  { name: 'types of scripts', command: ['tsc', '-p', 'scripts'] },
  { name: 'dependency rules', command: ['depcruise', 'contract/src', 'server/src', 'web/src', 'faults'] },
  { name: 'fresh OpenAPI', command: ['node', 'contract/src/write-openapi.ts', '--check'] },
]

await install()
const end = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end.abort())
const waiting = [...checks]
let failures = 0
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, checkNext))
console.log(failures === 0 ? 'Everything is in order.' : `\n${failures} of ${checks.length} checks failed.`)
process.exitCode = failures === 0 ? 0 : 1

async function checkNext() {
  for (let check = waiting.shift(); check !== undefined && !end.signal.aborted; check = waiting.shift()) {
    const begin = performance.now()
    const { code, output } = await capture(check.command)
    const seconds = ((performance.now() - begin) / 1000).toFixed(1)
    console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)`)
    if (code === 0) continue
    failures += 1
    console.log(output.trim().replace(/^/gm, '  '))
  }
}

/**
 * Runs a program of node_modules with the Node.js of the project.
 *
 * @param {readonly string[]} command
 * @returns {Promise<{ code: number, output: string }>}
 */
function capture([program = '', ...args]) {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` }
    const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024, signal: end.signal }
    execFile(program === 'node' ? node : join(bin, program), args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr })
    })
  })
}
