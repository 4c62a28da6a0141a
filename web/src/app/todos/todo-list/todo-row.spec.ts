import { type ComponentFixture, TestBed } from '@angular/core/testing'
import { provideRouter } from '@angular/router'
import type { Todo } from '@tally/contract'
import { makeTodo } from '../add-todo/make-todo'
import { TodoRow } from './todo-row'

let fixture: ComponentFixture<TodoRow>
let heard: string[]

async function showRow(fields: Partial<Todo> = {}): Promise<void> {
  TestBed.configureTestingModule({ providers: [provideRouter([])] })
  fixture = TestBed.createComponent(TodoRow)
  fixture.componentRef.setInput('todo', makeTodo(fields))
  heard = []
  fixture.componentInstance.completedChange.subscribe((completed) => heard.push(`completed ${completed}`))
  fixture.componentInstance.renamed.subscribe(({ title }) => heard.push(`renamed ${title}`))
  fixture.componentInstance.deleted.subscribe(() => heard.push('deleted'))
  document.body.append(row())
  await fixture.whenStable()
}

function row(): HTMLElement {
  return fixture.nativeElement as HTMLElement
}

function find(selector: string): HTMLElement | null {
  return row().querySelector<HTMLElement>(selector)
}

function tick(): HTMLInputElement | null {
  return row().querySelector<HTMLInputElement>('input[type=checkbox]')
}

async function editTitle(text: string): Promise<HTMLTextAreaElement> {
  find('button.title')?.click()
  await fixture.whenStable()
  const field = row().querySelector('textarea')
  if (!field) throw new Error('The title cannot be edited')
  field.value = text
  field.dispatchEvent(new Event('input'))
  return field
}

async function press(field: HTMLElement, key: string): Promise<void> {
  field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await fixture.whenStable()
}

describe('TodoRow', () => {
  afterEach(() => row().remove())

  it('completes by its checkbox, which carries the title', async () => {
    await showRow()
    expect(tick()?.getAttribute('aria-label')).toBe('Get Milk')
    tick()?.click()
    expect(heard).toEqual(['completed true'])
  })

  it('says its priority without colour', async () => {
    await showRow({ priority: 3 })
    expect(find('.meta')?.textContent).toContain('!!!')
    expect(find('.meta')?.textContent).toContain('High priority')
  })

  it('edits in place: a click, words, Enter', async () => {
    await showRow()
    const field = await editTitle('Get oat milk')
    expect(document.activeElement).toBe(field)
    await press(field, 'Enter')
    expect(heard).toEqual(['renamed Get oat milk'])
    expect(find('textarea')).toBeNull()
    expect(document.activeElement).toBe(tick())
  })

  it('saves when the focus goes elsewhere', async () => {
    await showRow()
    const field = await editTitle('Get oat milk')
    field.blur()
    expect(heard).toEqual(['renamed Get oat milk'])
  })

  it('takes back what was typed on Escape', async () => {
    await showRow()
    await press(await editTitle('Get oat milk'), 'Escape')
    expect(heard).toEqual([])
    expect(find('button.title')?.textContent).toBe('Get Milk')
    expect(document.activeElement).toBe(tick())
  })

  it('deletes when nothing is left of the title', async () => {
    await showRow()
    await press(await editTitle('  '), 'Enter')
    expect(heard).toEqual(['deleted'])
  })

  it('does not overwrite what is being typed with a change from elsewhere', async () => {
    await showRow()
    const field = await editTitle('Get oat milk')
    fixture.componentRef.setInput('todo', makeTodo({ title: 'Get soy milk' }))
    await fixture.whenStable()
    expect(field.value).toBe('Get oat milk')
  })

  it('saves what was typed when the page goes away', async () => {
    const saved: string[] = []
    await showRow()
    fixture.componentInstance.renamed.subscribe(({ title }) => saved.push(title))
    const field = await editTitle('Get oat milk')
    fixture.componentRef.setInput('editing', false)
    await fixture.whenStable()
    expect(field.isConnected).toBe(false)
    expect(saved).toEqual(['Get oat milk'])
  })

  it('says when it is due, in words, and that it is late', async () => {
    await showRow({ dueOn: '2020-01-03', labels: ['errand'] })
    expect(find('time')?.textContent).toMatch(/2020, overdue$/)
    expect(find('time')?.getAttribute('datetime')).toBe('2020-01-03')
    expect(find('a.chip')?.getAttribute('href')).toBe('/todos/label/errand')
  })

  it('says who is to do it', async () => {
    await showRow()
    expect(row().textContent).not.toContain('Assigned to')
    fixture.componentRef.setInput('assignee', 'Paul')
    await fixture.whenStable()
    expect(find('.assignee')?.textContent).toContain('Assigned to Paul')
    expect(tick()?.getAttribute('aria-describedby')).toBe(find('.meta')?.id)
  })

  it('changes nothing where I may only look, and opens the details instead', async () => {
    await showRow()
    fixture.componentInstance.opened.subscribe(() => heard.push('opened'))
    fixture.componentRef.setInput('isReadOnly', true)
    await fixture.whenStable()
    tick()?.click()
    expect(tick()?.checked).toBe(false)
    expect(tick()?.getAttribute('aria-disabled')).toBe('true')
    expect(find('.delete')).toBeNull()
    find('button.title')?.click()
    await fixture.whenStable()
    expect(find('textarea')).toBeNull()
    expect(heard).toEqual(['opened'])
  })

  it('gives up what was being edited when I may only look from now on, but not the words', async () => {
    await showRow()
    await editTitle('Get oat milk')
    fixture.componentRef.setInput('isReadOnly', true)
    await fixture.whenStable()
    expect(find('textarea')).toBeNull()
    expect(heard).toEqual(['renamed Get oat milk'])
  })
})
