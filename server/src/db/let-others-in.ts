/** How long one turn of the event loop may go on before others are let in, in milliseconds. */
const LONGEST_TURN_MS = 5

let began: number | undefined

/**
 * Gives what to wait for where this turn of the event loop has gone on for five milliseconds, so that whoever else asks
 * something is served in between; otherwise nothing. Everything that does one small thing after the other calls it
 * between two of them. The time counts from the first call in a turn.
 */
export function letOthersIn(): Promise<void> | undefined {
  const now = performance.now()
  if (began === undefined) {
    began = now
    setImmediate(endTurn)
    return undefined
  }
  return now - began < LONGEST_TURN_MS ? undefined : new Promise((resolve) => setImmediate(resolve))
}

function endTurn(): void {
  began = undefined
}
