import { Component, signal } from '@angular/core'
import { type ComponentFixture, TestBed } from '@angular/core/testing'
import { ChangedElsewhere } from './changed-elsewhere'
import { SavedField } from './saved-field'

@Component({
  selector: 'tally-test-field',
  imports: [ChangedElsewhere, SavedField],
  template: `
    <input #saved="tallySavedField" [tallySavedField]="value()" [save]="save" />
    <tally-changed-elsewhere [field]="saved" />
  `,
})
class TestField {
  readonly value = signal('Milk')
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

  it('asks nothing while nothing is being typed', async () => {
    await changeElsewhere('Soy milk')
    expect(field().value).toBe('Soy milk')
    expect(find('[role=alert]')).toBeNull()
  })
})
