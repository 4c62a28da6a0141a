import { computed, inject, Service } from '@angular/core'
import { Router } from '@angular/router'
import type { Todo } from '@tally/contract'
import { keyOf } from './todo-key'
import { TodoStore } from './todo-store'

/** The todo whose details are open: `?todo=<list>.<id>` in the address, so that a reload or a link opens it again. */
@Service()
export class OpenTodo {
  private readonly router = inject(Router)
  private readonly store = inject(TodoStore)

  /** The key of the open todo, see `keyOf`. */
  readonly key = computed(() => {
    const tree = this.router.lastSuccessfulNavigation()?.finalUrl
    return tree?.queryParamMap.get('todo') ?? undefined
  })
  /** The open todo itself, while it is here. */
  readonly todo = computed(() => {
    const key = this.key()
    return key === undefined ? undefined : this.store.find(key)
  })

  open(todo: Pick<Todo, 'listId' | 'id'>): void {
    void this.go(keyOf(todo))
  }

  close(): void {
    void this.go(null)
  }

  /** Opening is a step that Back takes back; changing to another todo or closing is none. */
  private go(todo: string | null): Promise<boolean> {
    const replaceUrl = this.key() !== undefined
    return this.router.navigate([], { queryParams: { todo }, queryParamsHandling: 'merge', replaceUrl })
  }
}
