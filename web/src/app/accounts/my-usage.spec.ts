import { provideHttpClient } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing'
import { TestBed, type ComponentFixture } from '@angular/core/testing'
import type { Usage } from '@tally/contract'
import { MyUsage } from './my-usage'

const usage: Usage = {
  lists: { used: 12, max: 500 },
  todos: { used: 40_000, max: 50_000 },
  textBytes: { used: 300_000_000, max: 200_000_000 },
}

describe('MyUsage', () => {
  let fixture: ComponentFixture<MyUsage>
  let section: HTMLElement
  let wire: HttpTestingController

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] })
    wire = TestBed.inject(HttpTestingController)
    fixture = TestBed.createComponent(MyUsage)
    section = fixture.nativeElement as HTMLElement
    fixture.detectChanges()
  })

  afterEach(() => wire.verify())

  function question() {
    return vi.waitFor(() => {
      fixture.detectChanges()
      return wire.expectOne('/api/me/usage')
    })
  }

  it('says how much is used of how much, for eyes and for screen readers', async () => {
    const asked = await question()
    expect(section.querySelector('[role=status]')?.textContent).toBe('Loading…')
    asked.flush(usage)
    await fixture.whenStable()
    const meters = Array.from(section.querySelectorAll('[role=meter]'), (meter) => [
      meter.getAttribute('aria-label'),
      meter.getAttribute('aria-valuetext'),
    ])
    expect(meters).toEqual([
      ['Lists', '12 of 500'],
      ['Todos', '40,000 of 50,000'],
      ['Text', '300 MB of 200 MB'],
    ])
    expect(section.textContent).toContain('40,000 of 50,000')
  })

  it('says what is nearly full and what is full, and what helps', async () => {
    ;(await question()).flush(usage)
    await fixture.whenStable()
    const notes = Array.from(section.querySelectorAll('li'), (row) => row.querySelector('.note')?.textContent)
    expect(notes).toEqual([
      undefined,
      'Nearly full. Delete todos you no longer need; they stop counting once they leave the trash, after 30 days.',
      'Full. Shorten long notes, or delete todos you no longer need.',
    ])
  })

  it('offers to try again when it could not be loaded', async () => {
    ;(await question()).error(new ProgressEvent('error'))
    await fixture.whenStable()
    expect(section.querySelector('[role=alert]')?.textContent).toContain('Couldn’t load your usage.')
    section.querySelector('button')?.click()
    ;(await question()).flush(usage)
    await fixture.whenStable()
    expect(section.querySelectorAll('[role=meter]')).toHaveLength(3)
  })
})
