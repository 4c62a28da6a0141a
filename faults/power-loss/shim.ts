import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Compiles lose-unsynced.c into a folder; undefined where there is no Linux or no C compiler. */
export function compileShim(folder: string): string | undefined {
  if (process.platform !== 'linux') return undefined
  const library = join(folder, 'lose-unsynced.so')
  const source = join(import.meta.dirname, 'lose-unsynced.c')
  const made = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-pthread', '-o', library, source], { encoding: 'utf8' })
  if (made.error && 'code' in made.error && made.error.code === 'ENOENT') return undefined
  if (made.status !== 0) throw new Error(`lose-unsynced.c cannot be compiled: ${made.stderr}`, { cause: made.error })
  return library
}
