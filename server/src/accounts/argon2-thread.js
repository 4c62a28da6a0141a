// What a thread of `Argon2Threads` runs. JavaScript, not TypeScript: to strip types, each thread would take 18 MB more.
import { argon2Sync } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

parentPort?.on('message', (parameters) => {
  try {
    parentPort?.postMessage({ tag: argon2Sync('argon2id', parameters) })
  } catch (error) {
    parentPort?.postMessage({ error })
  }
})
