import { Service, signal } from '@angular/core'

export type Toast = {
  text: string
  /** One thing the person may do about it, such as Undo. */
  action?: { label: string; run: () => void }
  tone?: 'plain' | 'danger'
}
export type ShownToast = Toast & { readonly id: number }

/** How many may be on screen; the oldest goes first. */
const most = 3

/** Short messages at the edge of the screen; `ToastRegion` shows them and decides how long. */
@Service()
export class Toasts {
  private readonly current = signal<readonly ShownToast[]>([])
  private lastId = 0

  readonly shown = this.current.asReadonly()

  /** Shows a message for eight seconds. It never takes the focus; screen readers say it when they are idle. */
  show(toast: Toast): void {
    this.current.update((toasts) => [...toasts, { ...toast, id: ++this.lastId }].slice(-most))
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
