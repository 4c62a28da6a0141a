import type { BrowserContext } from '@playwright/test'

/** Chromium's second word on a request that failed; the first is the answer or the failure itself. */
const FAILED_REQUEST = 'Failed to load resource: '
/** Playwright's word where it keeps service workers away; see playwright.config.ts. */
const BLOCKED_WORKER = 'Service Worker registration blocked by Playwright'
/**
 * The page itself took the request back, such as by leaving; or its policy forbade it, which the console says as well.
 */
const UNSENT: readonly (string | undefined)[] = ['net::ERR_ABORTED', 'csp']

/**
 * Writes down what goes wrong in browsers while a test runs: uncaught errors, errors and warnings on the console, also
 * violations of the content security policy, failing answers, and requests without an answer.
 */
export class PageWatcher {
  /** What was said on the console, or thrown and not caught. */
  readonly complaints: string[] = []
  readonly #answers: { status: number; text: string }[] = []
  readonly #unanswered: string[] = []
  readonly #expected = new Set<number>()
  readonly #allowed = new Set<number>()
  #isServerAway = false
  #hasEnded = false

  /** Listens to all pages of a browser context. */
  watch(context: BrowserContext): void {
    context.on('weberror', (error) => this.#note(this.complaints, error.error().message))
    context.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return
      if (message.text() === BLOCKED_WORKER) return
      if (!message.text().startsWith(FAILED_REQUEST)) this.#note(this.complaints, message.text())
    })
    context.on('response', (answer) => {
      const status = answer.status()
      const text = `${status} ${answer.request().method()} ${answer.url()}`
      if (status >= 400) this.#note(this.#answers, { status, text })
    })
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText
      if (!UNSENT.includes(reason)) this.#note(this.#unanswered, `${reason} ${request.method()} ${request.url()}`)
    })
  }

  /** These failing statuses are part of the test: each must be seen. */
  expectAnswers(...statuses: number[]): void {
    for (const status of statuses) this.#expected.add(status)
  }

  /** These failing statuses may be seen, as it depends on what is asked at that moment. */
  allowAnswers(...statuses: number[]): void {
    for (const status of statuses) this.#allowed.add(status)
  }

  /** The test takes the server away: requests may stay without an answer. */
  expectServerAway(): void {
    this.#isServerAway = true
  }

  /** Stops listening: what fails from now on is that the test cleans up. */
  end(): void {
    this.#hasEnded = true
  }

  /** What went wrong and was not expected; also an expected status that nobody saw. */
  get surprises(): string[] {
    const seen = new Set(this.#answers.map(({ status }) => status))
    return [
      ...this.complaints,
      ...this.#answers.filter(({ status }) => !this.#isKnown(status)).map(({ text }) => text),
      ...[...this.#expected].filter((status) => !seen.has(status)).map((status) => `${status} was expected`),
      ...(this.#isServerAway ? [] : this.#unanswered),
    ]
  }

  #isKnown(status: number): boolean {
    return this.#expected.has(status) || this.#allowed.has(status)
  }

  #note<Item>(items: Item[], item: Item): void {
    if (!this.#hasEnded) items.push(item)
  }
}
