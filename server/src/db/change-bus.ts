import type { Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** Keeps what it knows of a topic up to date, wherever it changes. */
export type ChangeListener = {
  /**
   * Takes one piece of news, in the order of the commits. It may be told the same twice, also what this instance
   * published.
   */
  hear(news: string): void
  /**
   * Reads from the database whatever it may not have been told. Called for every new connection, before the bus counts
   * as heard: what is published from then on is heard, what was published until then is read.
   */
  catchUp(): Promise<void>
}

/**
 * Carries news between all instances of Tally on one database. News are short texts under a topic. A lost one costs
 * time, never truth: who listens also learns when the bus is silent, and reads the database then.
 */
export type ChangeBus = {
  /** Tells everyone, once the transaction is committed; nobody when it is rolled back. */
  publish(tx: Transaction<Schema>, topic: string, news: readonly string[]): Promise<void>
  /**
   * Tells everyone now, outside of any transaction, so that writers do not wait for each other: for news that may be
   * lost, since who needs the truth reads it anyway. Resolves also when it could not be told.
   */
  announce(topic: string, news: readonly string[]): Promise<void>
  /**
   * Tells the one listener of a topic from now on. Resolves when news of this moment are heard, or the bus is silent.
   * What was before, the listener reads afterwards.
   */
  listen(topic: string, listener: ChangeListener): Promise<void>
  /** May news of more than five seconds ago have been missed? */
  isStale(): boolean
  close(): void
}

/** The bus of an instance that is alone with its database: it knows by itself what it did. */
export const noopChangeBus: ChangeBus = {
  publish: () => Promise.resolve(),
  announce: () => Promise.resolve(),
  listen: () => Promise.resolve(),
  isStale: () => false,
  close: () => undefined,
}
