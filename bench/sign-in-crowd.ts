/** A process of `sign-in-storm.ts`: people who sign in at once with wrong passwords, each under an address of their own. */
type Storm = { url: string; count: number; round: number }

process.on('message', ({ url, count, round }: Storm) => {
  void Promise.all(Array.from({ length: count }, (_, person) => signIn(url, round, person))).then((statuses) =>
    process.send?.(statuses),
  )
})

/** Tries to sign in; gives back the status. */
async function signIn(url: string, round: number, person: number): Promise<number> {
  const answer = await fetch(`${url}/api/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.${round}.${person}` },
    body: JSON.stringify({ username: `person ${round}/${person}`, password: 'not the password of anybody' }),
  })
  await answer.bytes()
  return answer.status
}
