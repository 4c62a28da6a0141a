import { DOCUMENT, inject, provideEnvironmentInitializer, type EnvironmentProviders } from '@angular/core'

/** What browsers give as the code of a key that an input method took (UI Events, 7.3.1). */
const takenByInputMethod = 229

/** The part of a KeyboardEvent that decides. Nothing but the code, which is deprecated, tells it in Safari. */
export type MaybeComposing = { readonly isComposing: boolean; readonly keyCode: number }

/**
 * Whether a key belongs to an input method, such as one for Japanese: Enter only confirms the reading and Escape only
 * ends it. Safari sends these keys after the composition has ended, and then only their code tells.
 */
export function isComposing({ isComposing, keyCode }: MaybeComposing): boolean {
  return isComposing || keyCode === takenByInputMethod
}

/**
 * Keeps the keys of input methods from every handler of the app: they are stopped on their way down, before any field,
 * menu, dialog or shortcut hears of them. No handler has to think of it.
 */
export function provideInputMethods(): EnvironmentProviders {
  return provideEnvironmentInitializer(() => {
    const { defaultView } = inject(DOCUMENT)
    let isEscaping = false
    const stop = (event: KeyboardEvent) => {
      isEscaping = false
      if (!isComposing(event)) return
      event.stopImmediatePropagation()
      isEscaping = event.key === 'Escape'
      if (!isEscaping) return
      // The browser itself would empty a search field, or close the dialog around the field.
      event.preventDefault()
      setTimeout(() => (isEscaping = false))
    }
    for (const type of ['keydown', 'keypress', 'keyup'] as const) defaultView?.addEventListener(type, stop, true)
    defaultView?.addEventListener(
      'cancel',
      (event) => {
        if (isEscaping) event.preventDefault()
      },
      true,
    )
  })
}
