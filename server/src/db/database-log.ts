import type { Logger } from 'pino'

/** Where the database reports what nobody waits for, such as a lost idle connection. */
export type DatabaseLog = Pick<Logger, 'info' | 'warn'>
