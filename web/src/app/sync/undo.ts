import { inject, Service } from '@angular/core'
import { Session } from '../sessions/session'
import { Toasts } from '../ui/toasts'
import { UndoStack, type Undoable } from './undo-stack'

/** Takes back what was done: by the action of a toast, or the latest first by Ctrl/Cmd+Z. */
@Service()
export class Undo {
  private readonly toasts = inject(Toasts)
  private readonly stack = new UndoStack()

  constructor() {
    // It belongs to somebody who is gone.
    inject(Session).onSignOut(() => this.stack.clear())
  }

  /** Says what was done and offers to take it back. */
  offer(step: Undoable): void {
    this.remember(step)
    this.toasts.show({ text: step.text, action: { label: 'Undo', run: () => this.stack.undo(step) } })
  }

  /** Lets it be taken back by the keyboard, without saying so: for what plainly shows that it happened. */
  remember(step: Undoable): void {
    this.stack.push(step)
  }

  /** Takes back a step that is remembered, unless that has been done already. */
  takeBack(step: Undoable): void {
    this.stack.undo(step)
  }

  /** Takes back the latest step and says which. */
  undoLast(): void {
    const step = this.stack.undoLast()
    if (step) this.toasts.show({ text: `Taken back: ${step.text}` })
  }
}
