// What a thread of `Argon2Threads` runs. JavaScript, not TypeScript: to strip types, each thread would take 18 MB more.
import { argon2Sync } from 'node:crypto'
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'

// Whoever is signed in goes first. Only on Linux: there it is the priority of this thread, elsewhere of the whole
// process.
if (process.platform === 'linux') {
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // A sandbox may forbid it. Then hashes compete with the event loop, and nothing else changes.
  }
}

parentPort?.on('message', (parameters) => {
  try {
    parentPort?.postMessage({ tag: argon2Sync('argon2id', parameters) })
  } catch (error) {
    parentPort?.postMessage({ error })
  }
})
