import { inject, Service } from '@angular/core'
import { Session } from '../sessions/session'
import { splitText } from '../ui/fields/characters'
import { Drafts, type Draft } from '../ui/fields/drafts'
import { Toasts } from '../ui/toasts/toasts'
import { UndoStack, type Undoable } from './undo-stack'

/** Takes back what was done: by the action of a toast, or the latest first by Ctrl/Cmd+Z. */
@Service()
export class Undo {
  private readonly toasts = inject(Toasts)
  private readonly drafts = inject(Drafts)
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

  /**
   * Says that what was typed at a place is discarded, and offers to give it back.
   *
   * @param reopen opens the field at that place, where it is not open by itself
   */
  offerBack(place: string, draft: Draft, reopen: () => void = () => undefined): void {
    const [start, rest] = splitText(draft.text, 40)
    const undo = () => {
      this.drafts.giveBack(place, draft)
      reopen()
    }
    this.offer({ text: start === '' ? 'Discarded the change' : `Discarded “${start}${rest && '…'}”`, undo })
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
    if (step) this.toasts.show({ text: `Undone: ${step.text}` })
  }
}
