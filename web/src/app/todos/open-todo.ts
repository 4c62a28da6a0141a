import { computed, inject, Service } from '@angular/core'
import { Router } from '@angular/router'

/** The todo whose details are open: `?todo=<id>` in the address, so that a reload or a link opens it again. */
@Service()
export class OpenTodo {
  private readonly router = inject(Router)

  /** The id of the open todo. */
  readonly id = computed(() => {
    const tree = this.router.lastSuccessfulNavigation()?.finalUrl
    return tree?.queryParamMap.get('todo') ?? undefined
  })

  open(id: string): void {
    void this.go(id)
  }

  close(): void {
    void this.go(null)
  }

  /** Opening is a step that Back takes back; changing to another todo or closing is none. */
  private go(todo: string | null): Promise<boolean> {
    const replaceUrl = this.id() !== undefined
    return this.router.navigate([], { queryParams: { todo }, queryParamsHandling: 'merge', replaceUrl })
  }
}
