const DAY_MS = 86_400_000

/**
 * Does the `works` one after the other, now and once a day. Returns what ends that. One that fails keeps no other from
 * being done; its failure is for `onError`, and the next day tries again.
 */
export function daily(works: readonly (() => Promise<void>)[], onError: (error: unknown) => void): () => Promise<void> {
  const doAll = async () => {
    for (const work of works) await work().catch(onError)
  }
  let running = Promise.resolve()
  const begin = () => {
    running = doAll()
  }
  begin()
  const timer = setInterval(begin, DAY_MS).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
