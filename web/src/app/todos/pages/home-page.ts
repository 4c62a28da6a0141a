import { Component, effect, inject } from '@angular/core'
import { Router } from '@angular/router'
import { TodoStore } from '../todo-store'
import { WhenLoaded } from '../when-loaded'

/** Where everybody lands: it leads on to Today when something is due, else to the Inbox. */
@Component({ selector: 'tally-home-page', imports: [WhenLoaded], template: `<tally-when-loaded />` })
export class HomePage {
  constructor() {
    const [store, router] = [inject(TodoStore), inject(Router)]
    effect(() => {
      if (store.state() !== 'ready') return
      const page = store.dueCount() > 0 ? '/todos/today' : '/todos/list/inbox'
      void router.navigateByUrl(page, { replaceUrl: true })
    })
  }
}
