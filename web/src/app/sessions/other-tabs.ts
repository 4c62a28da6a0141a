import { DestroyRef, inject, Service } from '@angular/core'
import { openTabChannel } from '../device/tab-channel'

/** What tabs tell each other. Never a token, never a name: each tab asks the server itself. */
export type SessionNews = 'signed-in' | 'signed-out' | 'changed'

const everyNews: readonly unknown[] = ['signed-in', 'signed-out', 'changed'] satisfies SessionNews[]

/** The line between the tabs of this browser. */
@Service()
export class OtherTabs {
  private readonly channel = openTabChannel('tally-session')

  constructor() {
    inject(DestroyRef).onDestroy(() => this.channel.close())
  }

  /** Tells the other tabs; this one does not hear it. */
  tell(news: SessionNews): void {
    this.channel.postMessage(news)
  }

  /** Calls back for every piece of news from another tab. */
  listen(listener: (news: SessionNews) => void): void {
    this.channel.addEventListener('message', ({ data }) => {
      if (everyNews.includes(data)) listener(data as SessionNews)
    })
  }
}
