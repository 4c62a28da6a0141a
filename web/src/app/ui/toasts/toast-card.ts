import { afterNextRender, Component, DestroyRef, ElementRef, inject, input } from '@angular/core'
import { Icon } from '../icon'
import { Toasts, type ShownToast } from './toasts'

/** How long a toast stays, in milliseconds. */
const stay = 8_000

/** One toast. Its time stands still while the pointer or the focus is on it; one that stays has none. */
@Component({
  selector: 'tally-toast-card',
  imports: [Icon],
  host: {
    '[class.danger]': 'toast().tone === "danger"',
    '(pointerenter)': 'pause()',
    '(pointerleave)': 'resume()',
    '(focusin)': 'entered($event)',
    '(focusout)': 'resume()',
  },
  template: `
    <div class="words">
      <p [textContent]="toast().text"></p>
      @if (toast().detail; as detail) {
        <p class="detail" tabindex="0">{{ detail }}</p>
      }
    </div>
    @if (toast().action; as action) {
      <button type="button" class="button button-quiet" (click)="act(action.run)">{{ action.label }}</button>
    }
    <button type="button" class="icon-button" aria-label="Dismiss" (click)="leave()">
      <tally-icon name="x" />
    </button>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: var(--space-1);
      padding: var(--space-1) var(--space-1) var(--space-1) var(--space-4);
      border-radius: var(--radius-2);
      background: light-dark(#2a2723, #37332e);
      color: #f4f1eb;
      box-shadow: var(--shadow-1);
      font-size: var(--text-s);
      pointer-events: auto;
      animation: rise var(--motion) ease-out;
    }
    .words {
      flex: 1;
      min-inline-size: 0;
      padding-block: var(--space-2);
      overflow-wrap: anywhere;
    }
    .detail {
      max-block-size: 8rem;
      margin-block-start: var(--space-1);
      overflow-y: auto;
      white-space: pre-line;
      opacity: 0.85;
    }
    .button,
    .icon-button {
      color: #f4f1eb;
    }
    .button {
      color: #8fd6d6;
    }
    .button:hover,
    .icon-button:hover {
      background: rgb(255 255 255 / 0.12);
    }
    :host(.danger) {
      border-inline-start: 4px solid #ff9b8f;
    }
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(8px);
      }
    }
    @media (forced-colors: active) {
      :host {
        border: 1px solid;
      }
    }
  `,
})
export class ToastCard {
  readonly toast = input.required<ShownToast>()

  private readonly toasts = inject(Toasts)
  private readonly host: HTMLElement = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
  private timer: ReturnType<typeof setTimeout> | undefined
  private left = stay
  private since = 0
  private cameFrom: HTMLElement | undefined

  constructor() {
    afterNextRender(() => this.resume())
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  protected pause(): void {
    if (this.timer === undefined) return
    clearTimeout(this.timer)
    this.timer = undefined
    this.left -= performance.now() - this.since
  }

  protected resume(): void {
    if (this.toast().stays || this.timer !== undefined || this.host.matches(':hover, :focus-within')) return
    this.since = performance.now()
    this.timer = setTimeout(() => this.toasts.dismiss(this.toast().id), this.left)
  }

  /** Remembers where the focus was before it came to this toast. */
  protected entered({ relatedTarget }: FocusEvent): void {
    this.pause()
    if (relatedTarget instanceof HTMLElement && !this.host.contains(relatedTarget)) this.cameFrom = relatedTarget
  }

  protected act(run: () => void): void {
    run()
    this.leave()
  }

  /** Goes away, and gives the focus back to where it came from, or to the page when that is gone. */
  protected leave(): void {
    const hadFocus = this.host.matches(':focus-within')
    this.toasts.dismiss(this.toast().id)
    if (!hadFocus) return
    const target = this.cameFrom?.isConnected ? this.cameFrom : document.querySelector<HTMLElement>('main h1')
    target?.focus()
  }
}
