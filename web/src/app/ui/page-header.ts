import { afterNextRender, Component, type ElementRef, input, viewChild } from '@angular/core'
import { focusHeading, hasBegun } from './focus-heading'

/**
 * The heading of a page, with its actions beside it. It can take the focus after a navigation (`HeadingFocus`), and
 * does so by itself when it replaces one that had it, such as the heading of a list that was not loaded yet.
 */
@Component({
  selector: 'tally-page-header',
  template: `
    <div class="words">
      <h1 #title tabindex="-1" dir="auto" [attr.translate]="isWritten() ? 'no' : null" [textContent]="heading()"></h1>
      @if (detail()) {
        <p [textContent]="detail()"></p>
      }
    </div>
    <div class="actions"><ng-content /></div>
  `,
  styles: `
    :host {
      display: flex;
      align-items: flex-end;
      flex-wrap: wrap;
      gap: var(--space-2) var(--space-4);
      padding-block: var(--space-6) var(--space-4);
    }
    .words {
      flex: 1 1 12rem;
      min-inline-size: 0;
    }
    h1 {
      font: 500 var(--text-xl) / 1.2 var(--font-display);
      letter-spacing: -0.01em;
      overflow-wrap: anywhere;
      overflow-y: clip;
    }
    p {
      overflow-wrap: anywhere;
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
    .actions {
      display: flex;
      align-items: center;
      gap: var(--space-1);
    }
    .actions:empty {
      display: none;
    }
    @media (width < 640px) {
      :host {
        padding-block: var(--space-5) var(--space-3);
      }
    }
  `,
})
export class PageHeader {
  readonly heading = input.required<string>()
  /** Whether people wrote the heading: then it is not translated. */
  readonly isWritten = input(false)
  readonly detail = input<string>()

  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title')

  constructor() {
    afterNextRender(() => {
      if (hasBegun() && document.activeElement === document.body) focusHeading(this.title().nativeElement)
    })
  }
}
