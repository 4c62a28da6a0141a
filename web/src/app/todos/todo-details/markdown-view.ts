import { Component, effect, ElementRef, inject, input, ViewEncapsulation } from '@angular/core'
import { renderMarkdown } from './markdown'

/** Markdown, rendered. Until it is (or if it cannot be) the text is shown as it was typed. */
@Component({
  selector: 'tally-markdown-view',
  template: '',
  styleUrl: './markdown-view.css',
  host: { dir: 'auto', translate: 'no' },
  // The nodes come from Markdown and not from a template, so they do not carry the marks that scope styles.
  encapsulation: ViewEncapsulation.None,
})
export class MarkdownView {
  readonly text = input.required<string>()

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
    effect((onCleanup) => {
      const text = this.text()
      let isCurrent = true
      onCleanup(() => (isCurrent = false))
      if (host.childElementCount === 0) host.textContent = text
      renderMarkdown(text).then(
        (nodes) => {
          if (isCurrent) host.replaceChildren(nodes)
        },
        () => {
          if (isCurrent) host.textContent = text
        },
      )
    })
  }
}
