import { NgComponentOutlet } from '@angular/common'
import { afterNextRender, Component, type ElementRef, inject, Injector, signal, viewChild } from '@angular/core'
import { Icon } from '../ui/icon'
import { loadedToOpen } from '../ui/loaded-when'

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
  private readonly injector = inject(Injector)
  private readonly button = viewChild<ElementRef<HTMLButtonElement>>('button')

  protected readonly isOpen = signal(false)
  protected readonly form = loadedToOpen(
    this.isOpen,
    () => import('./new-list-form').then((m) => m.NewListForm),
    'Couldn’t add a list. Try again.',
  )

  protected readonly open = (): void => this.isOpen.set(true)
  protected readonly close = (): void => this.isOpen.set(false)
  /** Closes it and puts the focus back to the button. */
  protected readonly dismiss = (): void => {
    this.close()
    afterNextRender({ read: () => this.button()?.nativeElement.focus() }, { injector: this.injector })
  }
}
