import { Component, computed, DestroyRef, effect, inject, signal } from '@angular/core'
import { Replica } from '../sync/replica'
import { Icon } from '../ui/icon'
import { NewVersion } from './new-version'
import { TypedText } from './typed-text'

/**
 * Says that there is a newer version of the app, and loads it when the person asks for that; never by itself. Before,
 * all that was typed is saved on this device; where that cannot be, the page stays as it is.
 */
@Component({
  selector: 'tally-update-notice',
  imports: [Icon],
  // There from the start, or screen readers would miss what it says.
  host: { role: 'status' },
  template: `
    @if (text(); as text) {
      <div>
        @if (typed()) {
          <p>What you’re typing isn’t saved yet and would be lost.</p>
          <button class="button button-primary" type="button" (click)="goBack()">Keep editing</button>
          <button class="button" type="button" (click)="load()">Reload anyway</button>
        } @else {
          <p>{{ text }}</p>
          <button class="button button-primary" type="button" [disabled]="isBusy()" (click)="reload()">Reload</button>
          @if (canWait()) {
            <button class="icon-button" type="button" aria-label="Later" (click)="isPutOff.set(true)">
              <tally-icon name="x" />
            </button>
          }
        }
      </div>
    }
  `,
  styles: `
    /* In the corner, where it covers neither what is typed nor the toasts. */
    :host {
      position: fixed;
      z-index: 19;
      inset-block-end: calc(var(--space-5) + var(--bottom-bar, 0px) + env(safe-area-inset-bottom));
      inset-inline: var(--space-4);
      inline-size: fit-content;
      margin-inline-start: auto;
    }
    div {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-2) var(--space-3);
      padding: var(--space-2) var(--space-2) var(--space-2) var(--space-4);
      border: 1px solid var(--line);
      border-radius: var(--radius-2);
      background: var(--paper-raised);
      box-shadow: var(--shadow-1);
      font-size: var(--text-s);
    }
  `,
})
export class UpdateNotice {
  private readonly replica = inject(Replica)
  private readonly version = inject(NewVersion)
  private readonly typedText = new TypedText()

  protected readonly isPutOff = signal(false)
  protected readonly isBusy = signal(false)
  /** The field with what would be lost, while that is asked about. */
  protected readonly typed = signal<HTMLElement | undefined>(undefined)
  /** Whether this version still does all it should. */
  protected readonly canWait = computed(() => !this.replica.isTooOld() && this.version.news() === 'newer')

  protected readonly text = computed(() => {
    if (this.replica.isTooOld()) return 'Tally needs an update. What you saved is safe on this device.'
    if (this.version.news() === 'broken') return 'Part of Tally is missing on this device.'
    return this.version.news() === 'newer' && !this.isPutOff() ? 'A new version of Tally is available.' : undefined
  })

  constructor() {
    inject(DestroyRef).onDestroy(this.typedText.watch())
    effect(() => {
      if (this.replica.isTooOld()) void this.version.fetchNewest()
    })
  }

  /** Saves what is typed and loads the new version, unless something cannot be saved. */
  protected async reload(): Promise<void> {
    this.isBusy.set(true)
    // Fields save themselves when the focus leaves them, and not every browser moves it to a button that is clicked.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    // What did not fit on this device was taken back, which the person is being told: it may be on the screen only.
    const isSaved = await this.replica.whenSaved()
    this.typed.set(this.typedText.find())
    if (isSaved && !this.typed()) await this.load()
    this.isBusy.set(false)
  }

  protected async load(): Promise<void> {
    await this.version.fetchNewest()
    location.reload()
  }

  protected goBack(): void {
    this.typed()?.focus()
    this.typed.set(undefined)
  }
}
