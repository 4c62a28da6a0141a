import { afterNextRender, Component, type ElementRef, input, viewChild } from '@angular/core'

/**
 * The heading of a page, with its actions beside it. The heading takes the focus when the page appears, so that
 * keyboard and screen reader begin there after a navigation.
 */
@Component({
  selector: 'tally-page-header',
  template: `
    <div class="words">
      <h1 #title tabindex="-1">{{ heading() }}</h1>
      @if (detail()) {
        <p>{{ detail() }}</p>
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
    }
    p {
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
  readonly detail = input<string>()

  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title')

  constructor() {
    afterNextRender(() => {
      // Somebody who has begun to type, or a page that has put the focus elsewhere, is left alone.
      if (document.activeElement === document.body) this.title().nativeElement.focus({ preventScroll: true })
    })
  }
}
