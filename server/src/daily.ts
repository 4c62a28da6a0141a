const DAY_MS = 86_400_000

/** Does `work` now and once a day. Returns what ends that. A failure is for `onError`; the next day tries again. */
export function daily(work: () => Promise<void>, onError: (error: unknown) => void): () => Promise<void> {
  let running = Promise.resolve()
  const begin = () => {
    running = work().catch(onError)
  }
  begin()
  const timer = setInterval(begin, DAY_MS).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
