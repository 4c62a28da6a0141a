import { Pool, type Dispatcher } from 'undici'

/** One request, and the status it must be answered with. */
export type Request = {
  method: 'GET' | 'PATCH'
  path: string
  headers: Record<string, string>
  body?: string
  status: number
}

/**
 * Sends requests on a fixed number of connections, each the next as soon as the last is answered, for a time in
 * milliseconds. `next` is given the count of requests so far. Fails at the first answer with another status.
 *
 * Returns how many were answered.
 */
export async function load(
  url: string,
  connections: number,
  duration: number,
  next: (count: number) => Request,
): Promise<number> {
  const pool = new Pool(url, { connections, pipelining: 1 })
  const end = performance.now() + duration
  let count = 0
  try {
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (performance.now() < end) {
          await send(pool, next(count))
          count += 1
        }
      }),
    )
  } finally {
    await pool.close()
  }
  return count
}

function send(pool: Pool, { status, ...request }: Request): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  pool.dispatch({ ...request, body: request.body ?? null }, new Answer(status, resolve, reject))
  return promise
}

/** Takes an answer in with as little work as possible: its status is checked, its body only read off. */
class Answer implements Dispatcher.DispatchHandler {
  private readonly expected: number
  private readonly resolve: () => void
  private readonly reject: (error: Error) => void

  constructor(expected: number, resolve: () => void, reject: (error: Error) => void) {
    this.expected = expected
    this.resolve = resolve
    this.reject = reject
  }

  // undici insists on a handler that has all of these.
  onRequestStart(): void {}
  onResponseData(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    if (status !== this.expected) this.reject(new Error(`Answered ${status} instead of ${this.expected}`))
  }

  onResponseEnd(): void {
    this.resolve()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.reject(error)
  }
}
