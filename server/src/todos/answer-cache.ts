/** An answer as it was made from lists whose counters stood at `heads`. */
export type CachedAnswer = { heads: string; etag: string; text: string; next: string | undefined }

/**
 * Finished answers, kept as long as the counters of their lists have not moved. Bounded by the length of its texts (in
 * UTF-16 code units): what was made first goes first.
 */
export class AnswerCache {
  readonly #answers = new Map<string, CachedAnswer>()
  readonly #maxLength: number
  #length = 0

  constructor(maxLength: number) {
    this.#maxLength = maxLength
  }

  find(key: string, heads: string): CachedAnswer | undefined {
    const answer = this.#answers.get(key)
    return answer?.heads === heads ? answer : undefined
  }

  keep(key: string, answer: CachedAnswer): void {
    this.#drop(key)
    if (answer.text.length > this.#maxLength / 10) return
    this.#answers.set(key, answer)
    this.#length += answer.text.length + key.length
    for (const oldest of this.#answers.keys()) {
      if (this.#length <= this.#maxLength) break
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    const answer = this.#answers.get(key)
    if (!answer) return
    this.#answers.delete(key)
    this.#length -= answer.text.length + key.length
  }
}
