const cleanups = new Set<() => void>()

process.on('exit', () => {
  for (const cleanup of cleanups) cleanup()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

/** Does something when this process ends, by itself or by a signal other than SIGKILL; answers how to call that off. */
export function atExit(cleanup: () => void): () => void {
  cleanups.add(cleanup)
  return () => {
    cleanups.delete(cleanup)
  }
}
