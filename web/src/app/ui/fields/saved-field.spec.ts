import { Component, signal } from '@angular/core'
import { type ComponentFixture, TestBed } from '@angular/core/testing'
import { FieldNotices } from './field-notices'
import { Drafts, type Draft } from './drafts'
import { SavedField } from './saved-field'

@Component({
  selector: 'tally-test-field',
  imports: [FieldNotices, SavedField],
  template: `
    @if (isOpen()) {
      <input
        #saved="tallySavedField"
        draft="title"
        [maxCharacters]="20"
        [tallySavedField]="value()"
        [escapeSaves]="escapeSaves()"
        [save]="save"
        (discarded)="discarded.push($event)"
      />
      <tally-field-notices [field]="saved" />
    }
  `,
})
class TestField {
  readonly isOpen = signal(true)
  readonly escapeSaves = signal(false)
  readonly value = signal('Milk')
  readonly discarded: Draft[] = []
  readonly saved: [string, string][] = []
  readonly save = (text: string, base: string): void => void this.saved.push([text, base])
}

let fixture: ComponentFixture<TestField>

function find(selector: string): HTMLElement | null {
  return (fixture.nativeElement as HTMLElement).querySelector<HTMLElement>(selector)
}

function field(): HTMLInputElement {
  return find('input') as HTMLInputElement
}

function type(text: string): void {
  field().focus()
  field().value = text
  field().dispatchEvent(new Event('input'))
}

function key(name: string, init: KeyboardEventInit = {}): void {
  field().dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init }))
}

/** The field goes, as with the page around it, and comes again. */
async function reopen(): Promise<void> {
  for (const isOpen of [false, true]) {
    fixture.componentInstance.isOpen.set(isOpen)
    await fixture.whenStable()
  }
}

/** Somebody else sets the text while something is being typed. */
async function changeElsewhere(text: string): Promise<void> {
  fixture.componentInstance.value.set(text)
  await fixture.whenStable()
}

async function press(name: string): Promise<void> {
  const button = Array.from((fixture.nativeElement as HTMLElement).querySelectorAll('button')).find(
    ({ textContent }) => textContent === name,
  )
  button?.focus()
  button?.click()
  await fixture.whenStable()
}

describe('SavedField', () => {
  beforeEach(async () => {
    fixture = TestBed.createComponent(TestField)
    document.body.append(fixture.nativeElement as HTMLElement)
    await fixture.whenStable()
  })
  afterEach(() => (fixture.nativeElement as HTMLElement).remove())

  it('saves over what the person saw when they began to type', async () => {
    type('Oat milk')
    await changeElsewhere('Soy milk')
    expect(field().value).toBe('Oat milk')
    field().blur()
    expect(fixture.componentInstance.saved).toEqual([['Oat milk', 'Milk']])
  })

  it('asks what to keep: mine', async () => {
    type('Oat milk')
    await changeElsewhere('Soy milk')
    expect(find('[role=alert]')?.textContent).toContain('Soy milk')
    await press('Keep mine')
    expect(find('[role=alert]')).toBeNull()
    expect(document.activeElement).toBe(field())
    field().blur()
    expect(fixture.componentInstance.saved).toEqual([['Oat milk', 'Soy milk']])
  })

  it('asks what to keep: theirs, even when they left nothing', async () => {
    type('Oat milk')
    await changeElsewhere('')
    await press('Take theirs')
    expect(field().value).toBe('')
    field().blur()
    expect(fixture.componentInstance.saved).toEqual([])
  })

  it('takes back what was typed on Escape, and gives it back', async () => {
    type('Oat milk')
    key('Escape')
    expect(field().value).toBe('Milk')
    expect(fixture.componentInstance.discarded).toEqual([{ text: 'Oat milk', base: 'Milk' }])
    key('z', { ctrlKey: true })
    expect(field().value).toBe('Oat milk')
    key('Escape')
    TestBed.inject(Drafts).giveBack('title', { text: 'Oat milk', base: 'Milk' })
    await fixture.whenStable()
    expect(field().value).toBe('Oat milk')
    field().blur()
    expect(fixture.componentInstance.saved).toEqual([['Oat milk', 'Milk']])
  })

  it('saves on Escape where a text is long', async () => {
    fixture.componentInstance.escapeSaves.set(true)
    await fixture.whenStable()
    type('Oat milk')
    key('Escape')
    expect(fixture.componentInstance.saved).toEqual([['Oat milk', 'Milk']])
    expect(fixture.componentInstance.discarded).toEqual([])
  })

  it('saves nothing that is too long, and keeps it over the end of the field', async () => {
    type('🥛'.repeat(22))
    field().blur()
    await fixture.whenStable()
    expect(find('tally-too-long')?.textContent.trim()).toBe('2 characters too many to save.')
    await reopen()
    expect(fixture.componentInstance.saved).toEqual([])
    expect(field().value).toBe('🥛'.repeat(22))
    type('🥛'.repeat(20))
    field().blur()
    expect(fixture.componentInstance.saved).toEqual([['🥛'.repeat(20), 'Milk']])
  })

  it('restores what was typed and never saved, over what it was typed over, and waits for a word', async () => {
    fixture.componentInstance.isOpen.set(false)
    await fixture.whenStable()
    TestBed.inject(Drafts).keep('title', { text: 'Oat milk', base: 'Milk' })
    await reopen()
    await reopen()
    expect(fixture.componentInstance.saved).toEqual([])
    expect(field().value).toBe('Oat milk')
    expect((fixture.nativeElement as HTMLElement).textContent).toContain('It isn’t saved yet.')
    await press('Save')
    expect(fixture.componentInstance.saved).toEqual([['Oat milk', 'Milk']])
    await reopen()
    expect(field().value).toBe('Milk')
  })

  it('asks nothing while nothing is being typed', async () => {
    await changeElsewhere('Soy milk')
    expect(field().value).toBe('Soy milk')
    expect(find('[role=alert]')).toBeNull()
  })
})
