import { afterNextRender, Component, type ElementRef, inject, Injector, signal, viewChild } from '@angular/core'
import { NgComponentOutlet } from '@angular/common'
import { Calm } from '../ui/calm'
import { Icon } from '../ui/icon'
import { loadedWhen } from '../ui/loaded-when'
import { Toasts } from '../ui/toasts'

/** A button in the navigation that becomes a field for the name of a new list. */
@Component({
  selector: 'tally-new-list',
  imports: [Icon, NgComponentOutlet],
  template: `
    @if (isOpen() && form(); as form) {
      <ng-container [ngComponentOutlet]="form" [ngComponentOutletInputs]="{ open, close, dismiss }" />
    } @else {
      <button #button class="nav-link" type="button" (click)="open()"><tally-icon name="plus" />New list</button>
    }
  `,
})
export class NewList {
  private readonly calm = inject(Calm)
  private readonly toasts = inject(Toasts)
  private readonly injector = inject(Injector)
  private readonly button = viewChild<ElementRef<HTMLButtonElement>>('button')

  protected readonly isOpen = signal(false)
  protected readonly form = loadedWhen(
    () => this.isOpen() || this.calm.isCalm(),
    () => import('./new-list-form').then((m) => m.NewListForm),
    () => {
      if (this.isOpen()) this.toasts.show({ text: 'A list cannot be added right now.', tone: 'danger' })
      this.isOpen.set(false)
    },
  )

  protected readonly open = (): void => this.isOpen.set(true)
  protected readonly close = (): void => this.isOpen.set(false)
  /** Closes it and puts the focus back to the button. */
  protected readonly dismiss = (): void => {
    this.close()
    afterNextRender({ read: () => this.button()?.nativeElement.focus() }, { injector: this.injector })
  }
}
