import { TestBed, type ComponentFixture } from '@angular/core/testing'
import { ToastRegion } from './toast-region'
import { Toasts } from './toasts'

describe('toasts', () => {
  let fixture: ComponentFixture<ToastRegion>
  let toasts: Toasts
  const page = () => fixture.nativeElement as HTMLElement
  const texts = () => [...page().querySelectorAll('p')].map((element) => element.textContent)

  beforeEach(async () => {
    fixture = TestBed.createComponent(ToastRegion)
    toasts = TestBed.inject(Toasts)
    // The first one brings what shows them.
    show('The first one.')
    await vi.waitFor(() => expect(texts()).toHaveLength(1))
    toasts.clear()
    fixture.detectChanges()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })

  afterEach(() => vi.useRealTimers())

  it('stay for eight seconds', () => {
    show('Saved.')
    pass(7_999)
    expect(texts()).toEqual(['Saved.'])
    pass(1)
    expect(texts()).toEqual([])
  })

  it('wait while the pointer is on them, then stay for what was left', () => {
    show('Deleted.')
    pass(6_000)
    card().dispatchEvent(new Event('pointerenter'))
    pass(60_000)
    expect(texts()).toEqual(['Deleted.'])
    card().dispatchEvent(new Event('pointerleave'))
    pass(1_999)
    expect(texts()).toEqual(['Deleted.'])
    pass(1)
    expect(texts()).toEqual([])
  })

  it('are three at most, the oldest goes', () => {
    for (const text of ['one', 'two', 'three', 'four']) show(text)
    expect(texts()).toEqual(['two', 'three', 'four'])
  })

  it('take the place of an equal one, and stay for eight seconds more', () => {
    const undo = [vi.fn(), vi.fn()]
    for (const run of undo) {
      toasts.show({ text: 'Changed “Milk”.', action: { label: 'Undo', run } })
      fixture.detectChanges()
      pass(5_000)
    }
    expect(texts()).toEqual(['Changed “Milk”.'])
    page().querySelector<HTMLButtonElement>('.button')?.click()
    expect(undo.map(({ mock }) => mock.calls.length)).toEqual([0, 1])
  })

  it('stay, with the words that would be lost, until they are sent away', () => {
    toasts.show({ text: 'No room for it.', detail: 'Milk', stays: true })
    for (const text of ['one', 'two', 'three']) show(text)
    pass(60_000)
    expect(texts()).toEqual(['No room for it.', 'Milk'])
    page().querySelector<HTMLButtonElement>('[aria-label=Dismiss]')?.click()
    fixture.detectChanges()
    expect(texts()).toEqual([])
  })

  it('do what they offer, once, and go', () => {
    const undo = vi.fn()
    toasts.show({ text: 'Deleted.', action: { label: 'Undo', run: undo } })
    fixture.detectChanges()
    page().querySelector<HTMLButtonElement>('.button')?.click()
    fixture.detectChanges()
    expect(undo).toHaveBeenCalledOnce()
    expect(texts()).toEqual([])
  })

  it('never take the focus', () => {
    const before = document.activeElement
    show('Saved.')
    expect(document.activeElement).toBe(before)
  })

  function show(text: string): void {
    toasts.show({ text })
    fixture.detectChanges()
  }

  function pass(milliseconds: number): void {
    vi.advanceTimersByTime(milliseconds)
    fixture.detectChanges()
  }

  function card(): Element {
    const found = page().querySelector('tally-toast-card')
    if (!found) throw new Error('There is no toast')
    return found
  }
})
