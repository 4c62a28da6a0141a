import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again and again until the answer is yes; fails when it is not within so many milliseconds. */
export async function until(what: string, withinMs: number, ask: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await ask())) {
    assert.ok(performance.now() < deadline, `${what}, within ${withinMs} ms`)
    await sleep(10)
  }
}
