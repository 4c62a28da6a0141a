import { ApplicationRef, inject, isDevMode, Service, signal } from '@angular/core'
import { BASE_PATH } from '../api/base-path'
import { AppWorker, type WorkerNews } from './app-worker'

/**
 * Keeps the app on this device, so that it opens without a network, and knows when there is a newer one. On plain http
 * elsewhere than on localhost browsers have no service worker: there the app comes from the server each time.
 */
@Service()
export class NewVersion {
  private readonly current = signal<WorkerNews | undefined>(undefined)
  private readonly worker = makeWorker((news) => this.current.set(news))

  /**
   * `newer`: another version is on this device, for the next time a page is loaded. `broken`: this one has lost files.
   */
  readonly news = this.current.asReadonly()

  constructor() {
    const basePath = inject(BASE_PATH)
    // Not before what is on the screen is complete: the worker fetches all the rest of the app.
    void inject(ApplicationRef)
      .whenStable()
      .then(() => this.worker?.start(basePath))
      // A browser may refuse, such as in a private window. Everything works without.
      .catch(() => undefined)
  }

  /** Fetches the newest version, where it is not here yet. Resolves also when that does not work. */
  async fetchNewest(): Promise<void> {
    if (this.news() === undefined) await this.worker?.look()
  }
}

function makeWorker(onNews: (news: WorkerNews) => void): AppWorker | undefined {
  const container = findServiceWorkers()
  return container && !isDevMode() ? new AppWorker(container, onNews) : undefined
}

function findServiceWorkers(): ServiceWorkerContainer | undefined {
  try {
    // Typed as always there, but missing on plain http; a browser that refuses site data may refuse even to look.
    return navigator.serviceWorker
  } catch {
    return undefined
  }
}
