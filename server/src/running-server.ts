import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { StartError } from './db/start-error.ts'

/** Listens where the settings say; throws StartError with one plain line when that is not possible. */
export async function listen(app: FastifyInstance, { host, port }: Pick<Config, 'host' | 'port'>): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw explain(error, host, port)
  }
}

function explain(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return new StartError(`Port ${port} on ${host} is taken by another program. Set PORT to another number.`)
    case 'EACCES':
      return new StartError(`Port ${port} needs rights this user does not have. Set PORT to a number above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`HOST is ${host}, which is not an address of this machine.`)
    default:
      return error
  }
}

const PATIENCE_MS = 10_000

/**
 * Stops once, on SIGINT or SIGTERM: `stop` finishes the requests in flight and closes the database. A second signal is
 * ignored, since Ctrl-C reaches a process twice when its parent passes it on; what hangs is ended after ten seconds.
 */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const begin = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), PATIENCE_MS).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', begin).on('SIGTERM', begin)
}
