/** A thread of `sign-in-storm.ts`: people who sign in at once with wrong passwords, each under an address of their own. */
import { parentPort, workerData } from 'node:worker_threads'

const { url, count, round } = workerData as { url: string; count: number; round: number }
parentPort?.postMessage(await Promise.all(Array.from({ length: count }, (_, n) => signIn(n))))

/** Tries to sign in; gives back the status. */
async function signIn(person: number): Promise<number> {
  const answer = await fetch(`${url}/api/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.${round}.${person}` },
    body: JSON.stringify({ username: `person ${round}/${person}`, password: 'not the password of anybody' }),
  })
  await answer.bytes()
  return answer.status
}
