import { letOthersIn } from '../db/let-others-in.ts'

/** Writes many things as a JSON array, one after the other, and lets others in on the way. */
export async function jsonOfMany(things: Iterable<object>): Promise<string> {
  const parts: string[] = []
  for (const thing of things) {
    parts.push(JSON.stringify(thing))
    const wait = letOthersIn()
    if (wait) await wait
  }
  return `[${parts.join(',')}]`
}
