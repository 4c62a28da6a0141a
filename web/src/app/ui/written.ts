import { Directive, input } from '@angular/core'

/**
 * Words that people wrote: they run in their own direction, and a translating browser leaves them alone. Being all that
 * is in the element, they follow a change also in one that has put elements of its own around texts.
 */
@Directive({
  selector: '[tallyWritten]',
  host: { class: 'written', dir: 'auto', translate: 'no', '[textContent]': 'tallyWritten()' },
})
export class Written {
  readonly tallyWritten = input.required<string | undefined>()
}
