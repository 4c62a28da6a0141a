import { pino, type Logger } from 'pino'

export type Log = Logger

/** The log: JSON lines on standard output, written without blocking requests and flushed at the end. */
export function createLog(level: string): Log {
  return pino({ level, base: null }, pino.destination({ sync: false }))
}
