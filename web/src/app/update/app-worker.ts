/** How long to wait between two looks for a new version, in milliseconds. */
const HOUR = 3_600_000
/** How long a new version may take to arrive, in milliseconds. */
const patience = 10_000

const script = 'tally-worker.js'

/** What the worker has to say about this version: a newer one is stored, or files of this one are gone. */
export type WorkerNews = 'newer' | 'broken'

/** The messages of Angular's worker that say so. */
const newsOf: Readonly<Record<string, WorkerNews | undefined>> = {
  VERSION_READY: 'newer',
  UNRECOVERABLE_STATE: 'broken',
}

type WorkerMessage = { readonly type?: string; readonly nonce?: number }

/**
 * The service worker of this page, from when it is started. It speaks with Angular's worker in the words of `SwUpdate`,
 * which itself will not do: it registers a script by a text, which the Trusted Types of the page forbid, and weighs 3
 * kB.
 */
export class AppWorker {
  private readonly container: ServiceWorkerContainer
  private readonly onNews: (news: WorkerNews) => void
  private lookedAt = Date.now()

  constructor(container: ServiceWorkerContainer, onNews: (news: WorkerNews) => void) {
    this.container = container
    this.onNews = onNews
  }

  /**
   * Registers the worker, which looks for a new version by itself when a page opens; it is asked again when the window
   * comes to the front and while it stays there, at most once an hour. Rejects when the browser refuses the worker.
   *
   * @param basePath where the app is on its host
   */
  async start(basePath: string): Promise<void> {
    const { container } = this
    container.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
      const news = newsOf[data.type ?? '']
      if (news) this.onNews(news)
    })
    // It is to store the files now, and not only when the page is opened next.
    container.addEventListener('controllerchange', () => container.controller?.postMessage({ action: 'INITIALIZE' }))
    await container.register(trustedAddress(`${basePath}/${script}`))
    const look = () => void this.lookHourly()
    document.addEventListener('visibilitychange', look)
    window.addEventListener('focus', look)
    setInterval(look, HOUR)
  }

  /** Looks for a new version. Resolves when it is stored or there is none, or when that takes too long. */
  look(): Promise<void> {
    const { container } = this
    this.lookedAt = Date.now()
    const nonce = Math.random()
    return new Promise((resolve) => {
      const hear = ({ data }: MessageEvent<WorkerMessage>) => {
        if (data.type === 'OPERATION_COMPLETED' && data.nonce === nonce) end()
      }
      const end = () => {
        clearTimeout(timer)
        container.removeEventListener('message', hear)
        resolve()
      }
      const timer = setTimeout(end, patience)
      container.addEventListener('message', hear)
      if (container.controller) container.controller.postMessage({ action: 'CHECK_FOR_UPDATES', nonce })
      else end()
    })
  }

  private async lookHourly(): Promise<void> {
    if (document.visibilityState === 'visible' && Date.now() - this.lookedAt >= HOUR) await this.look()
  }
}

/** What is of this in `window` where a browser has Trusted Types; TypeScript does not know it. */
type TrustedTypes = { createPolicy(name: string, rules: ScriptAddresses): ScriptAddresses }
/** Makes a TrustedScriptURL, which goes wherever the address as a text would. */
type ScriptAddresses = { createScriptURL(address: string): string }

/** The address in the form that the policy of the page asks for: this script and no other may become a worker. */
function trustedAddress(address: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes }
  return trustedTypes?.createPolicy('tally-worker', { createScriptURL: () => address }).createScriptURL('') ?? address
}
