import type { CDPSession, Page } from '@playwright/test'

/**
 * An input method, such as one for Japanese: shows a reading in the field that has the focus, and confirms or drops it.
 */
export class InputMethod {
  readonly #cdp: CDPSession

  private constructor(cdp: CDPSession) {
    this.#cdp = cdp
  }

  static async of(page: Page): Promise<InputMethod> {
    return new InputMethod(await page.context().newCDPSession(page))
  }

  /** Types a reading and ends it as Chromium does: the key comes while the composition is there. */
  async composeAsChromium(reading: string, key: 'Enter' | 'Escape', becomes: string): Promise<void> {
    await this.#compose(reading)
    await this.#press(key)
    await this.#end(becomes)
  }

  /** Types a reading and ends it as Safari does: the key comes when the composition is over. */
  async composeAsSafari(reading: string, key: 'Enter' | 'Escape', becomes: string): Promise<void> {
    await this.#compose(reading)
    await this.#end(becomes)
    await this.#press(key)
  }

  #compose(text: string): Promise<unknown> {
    return this.#cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }

  #end(text: string): Promise<unknown> {
    return text === '' ? this.#compose('') : this.#cdp.send('Input.insertText', { text })
  }

  /** A key as a page hears of it that an input method took. */
  #press(key: 'Enter' | 'Escape'): Promise<unknown> {
    const taken = { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: 229 } as const
    return this.#cdp.send('Input.dispatchKeyEvent', taken)
  }
}
