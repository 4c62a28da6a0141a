/** `npx node faults/power-loss/run.ts --rounds 100 --seed 7`: cuts the power so often; see README.md. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cutPower } from './cut-power.ts'
import { compileShim } from './shim.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } })
const { rounds = '100', seed = String(Date.now() % 1_000_000) } = values
const folder = mkdtempSync(join(tmpdir(), 'tally-shim-'))
try {
  const shim = compileShim(folder)
  if (shim === undefined) throw new Error('This needs Linux and a C compiler (cc)')
  console.log(`seed ${seed}, ${rounds} rounds`)
  const begin = performance.now()
  const { faults, ...figures } = await cutPower({
    rounds: Number(rounds),
    seed: Number(seed),
    shim,
    durability: 'full',
  })
  console.log(`${Math.round((performance.now() - begin) / 1000)} s`, figures)
  for (const fault of faults) console.log(`✗ ${fault}`)
  if (faults.length === 0) console.log('✓ Every acknowledged change is there once, and none is half done.')
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}
