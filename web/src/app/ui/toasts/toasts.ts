import { Service, signal } from '@angular/core'

export type Toast = {
  text: string
  /** One thing the person may do about it, such as Undo. */
  action?: { label: string; run: () => void }
  tone?: 'plain' | 'danger'
  /** More that is to be read, such as words that would be lost. */
  detail?: string | undefined
  /** Whether it stays until the person sends it away. */
  stays?: boolean
}
export type ShownToast = Toast & { readonly id: number }

/** How many may be on screen; the oldest of those that may go goes first. */
const most = 3

/** Short messages at the edge of the screen; `ToastRegion` shows them and decides how long. */
@Service()
export class Toasts {
  private readonly current = signal<readonly ShownToast[]>([])
  private lastId = 0

  readonly shown = this.current.asReadonly()

  /**
   * Shows a message for eight seconds, or until it is sent away, in place of an equal one. It never takes the focus;
   * screen readers say it when they are idle.
   *
   * @returns its id, to dismiss it
   */
  show(toast: Toast): number {
    this.current.update((toasts) => {
      const others = toasts.filter((other) => !isSame(other, toast))
      return withRoom([...others, { ...toast, id: ++this.lastId }])
    })
    return this.lastId
  }

  /** Takes one away. */
  dismiss(id: number): void {
    this.current.update((toasts) => toasts.filter((toast) => toast.id !== id))
  }

  /** Takes all away: what they offer belongs to somebody who is gone. */
  clear(): void {
    this.current.set([])
  }
}

function isSame(one: Toast, other: Toast): boolean {
  return one.text === other.text && one.detail === other.detail && one.action?.label === other.action?.label
}

/** No more than there is room for, as far as they may go. */
function withRoom(toasts: readonly ShownToast[]): readonly ShownToast[] {
  const mayGo = toasts.slice(0, -1).filter(({ stays }) => !stays)
  const gone = new Set(mayGo.slice(0, Math.max(0, toasts.length - most)))
  return toasts.filter((toast) => !gone.has(toast))
}
