import { afterEveryRender, Directive, ElementRef, inject } from '@angular/core'

/** Whether the browser lets a field grow by itself (`field-sizing: content`). */
const growsByItself = 'fieldSizing' in document.documentElement.style

/** A textarea that is as high as its text, in browsers without `field-sizing: content`, too. */
@Directive({ selector: 'textarea[tallyGrows]', host: { '(input)': 'fit()' } })
export class GrowingField {
  private readonly field = inject<ElementRef<HTMLTextAreaElement>>(ElementRef).nativeElement

  constructor() {
    if (!growsByItself) afterEveryRender({ mixedReadWrite: () => this.fit() })
  }

  protected fit(): void {
    if (growsByItself) return
    this.field.style.blockSize = 'auto'
    const borders = this.field.offsetHeight - this.field.clientHeight
    this.field.style.blockSize = `${this.field.scrollHeight + borders}px`
  }
}
