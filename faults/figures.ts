/** What happened in a run, counted. */
export class Figures {
  kills = 0
  /** Kills that met a push between a device and the server. */
  killsUnderLoad = 0
  databaseRestarts = 0
  /** Requests that were not sent, or whose answer was lost. */
  cuts = 0
  doubledRequests = 0
  deviceCrashes = 0
  clockJumps = 0
  fullDisks = 0
  /** From the start of a killed server to its first answer, in milliseconds. */
  readonly timesToReady: number[] = []
  /** Pulls that were answered. */
  pulls = 0
  /** What devices were answered, by status. */
  readonly statuses = new Map<number, number>()

  count(status: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
  }

  countOf(status: number): number {
    return this.statuses.get(status) ?? 0
  }
}
