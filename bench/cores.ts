import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Two cores of this machine, for the servers and for the load; nothing where they cannot be had (one core, no taskset).
 */
export const cores = findCores()

type Command = [program: string, ...args: string[]]

/** A command that runs on one core only. */
export function pinnedTo(core: number | undefined, command: Command): Command {
  return core === undefined ? command : ['taskset', '-c', String(core), ...command]
}

/** Keeps this process, with all its threads, on one core. */
export function stayOn(core: number): void {
  execFileSync('taskset', ['-acp', String(core), String(process.pid)], { stdio: 'ignore' })
}

function findCores(): { server: number; load: number } | undefined {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    const list = /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
    const [load, server] = list.split(',').flatMap(readRange)
    return load === undefined || server === undefined ? undefined : { server, load }
  } catch {
    return undefined
  }
}

/** `2-4` → 2, 3, 4 */
function readRange(range: string): number[] {
  const [first = 0, last = first] = range.split('-').map(Number)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
