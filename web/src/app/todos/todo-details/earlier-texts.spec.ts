import { provideHttpClient } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing'
import { TestBed } from '@angular/core/testing'
import { EarlierTexts } from './earlier-texts'
import { makeTodo } from '../add-todo/make-todo'

describe('EarlierTexts', () => {
  it('says that it was somebody who is gone, where the server knows no name any more', async () => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] })
    const fixture = TestBed.createComponent(EarlierTexts)
    const todo = makeTodo()
    fixture.componentRef.setInput('todo', todo)
    fixture.componentRef.setInput('mayTakeBack', true)
    const panel = fixture.nativeElement as HTMLElement
    panel.querySelector('details')!.open = true
    await vi.waitFor(() => {
      fixture.detectChanges()
      TestBed.inject(HttpTestingController)
        .expectOne(`/api/todos/${todo.id}/history`)
        .flush([{ id: 'one', field: 'title', text: 'Get oat milk', at: 0, by: '' }])
    })
    await fixture.whenStable()
    expect(panel.textContent).toMatch(/Title, overwritten by a deleted account, .*Get oat milk/s)
  })
})
