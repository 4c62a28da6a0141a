/** Cuts the power of the real server on SQLite; see power-loss/README.md. `power-loss/run.ts` does it for longer. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { cutPower } from './power-loss/cut-power.ts'
import type { Durability } from './power-loss/mains-server.ts'
import { compileShim } from './power-loss/shim.ts'

const folder = mkdtempSync(join(tmpdir(), 'tally-shim-'))
after(() => rmSync(folder, { recursive: true }))
const shim = compileShim(folder)
const skip = shim === undefined && 'there is no C compiler (cc), or this is not Linux'

const cut = (durability: Durability) => cutPower({ rounds: 5, seed: 1, shim: shim ?? '', durability })

test('a power cut loses nothing that was acknowledged, and leaves nothing half done', { skip }, async () => {
  const { faults, acknowledged } = await cut('full')
  assert.deepEqual(faults, [])
  assert.ok(acknowledged > 0)
})

test('it is found: a log that is not synced with every commit', { skip }, async () => {
  const { faults } = await cut('normal')
  assert.match(faults.join('\n'), /acknowledged and lost/)
})

test('it is found: a disk that syncs nothing and says that it has', { skip }, async () => {
  const { faults } = await cut('lying')
  assert.notDeepEqual(faults, [])
})
