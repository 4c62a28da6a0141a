import type { Registry } from 'prom-client'
import type { AnswerCounts } from './request-log.ts'

/** Figures in the text format of Prometheus. The library is loaded when somebody first asks. */
export class Metrics {
  readonly #answerCounts: AnswerCounts
  #registry: Promise<Registry> | undefined

  constructor(answerCounts: AnswerCounts) {
    this.#answerCounts = answerCounts
  }

  async read(): Promise<{ type: string; text: string }> {
    const registry = await (this.#registry ??= this.#createRegistry())
    return { type: registry.contentType, text: await registry.metrics() }
  }

  async #createRegistry(): Promise<Registry> {
    const { Counter, Registry, collectDefaultMetrics } = await import('prom-client')
    const registry = new Registry()
    const counts = this.#answerCounts
    collectDefaultMetrics({ register: registry })
    new Counter({
      name: 'tally_http_answers_total',
      help: 'Answers by the class of their status',
      labelNames: ['status'],
      registers: [registry],
      collect() {
        this.reset()
        for (const [status, count] of Object.entries(counts)) this.inc({ status }, count)
      },
    })
    return registry
  }
}
