const ANSWER_MS = 5000

/**
 * Waits for what a database answers, but five seconds at most. A connection that died without a word would have us wait
 * for many minutes.
 */
export async function answerInTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`The database has not answered in ${ANSWER_MS} ms`)), ANSWER_MS)
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
