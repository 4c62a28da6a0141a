import { createEnvironmentInjector, EnvironmentInjector } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { isComposing, provideInputMethods } from './input-method'

/** What a handler of a field hears of a key, and whether the browser still does what it does with that key. */
function press(key: string, init: KeyboardEventInit = {}): { heard: string[]; isTaken: boolean } {
  const field = document.createElement('input')
  const heard: string[] = []
  field.addEventListener('keydown', (event) => heard.push(event.key))
  document.body.append(field)
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  field.dispatchEvent(event)
  field.remove()
  return { heard, isTaken: event.defaultPrevented }
}

describe('keys of an input method', () => {
  it.each([
    ['during a composition', { isComposing: true, keyCode: 13 }, true],
    ['during a composition, as Chromium tells', { isComposing: true, keyCode: 229 }, true],
    ['after a composition, as Safari tells', { isComposing: false, keyCode: 229 }, true],
    ['without one', { isComposing: false, keyCode: 13 }, false],
  ])('are told apart %s', (_, key, expected) => {
    expect(isComposing(key)).toBe(expected)
  })

  it('are heard by nobody in the app', () => {
    createEnvironmentInjector([provideInputMethods()], TestBed.inject(EnvironmentInjector))
    expect(press('Enter', { isComposing: true }).heard).toEqual([])
    expect(press('Escape', { keyCode: 229 })).toEqual({ heard: [], isTaken: true })
    expect(press('Enter', { keyCode: 13 }).heard).toEqual(['Enter'])
    expect(press('Escape', { keyCode: 27 })).toEqual({ heard: ['Escape'], isTaken: false })
  })
})
