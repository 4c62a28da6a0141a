import { provideHttpClient } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing'
import { TestBed, type ComponentFixture } from '@angular/core/testing'
import { provideRouter, Router } from '@angular/router'
import { Session } from './session'
import { SignInPage } from './sign-in-page'

describe('SignInPage', () => {
  let fixture: ComponentFixture<SignInPage>
  let page: HTMLElement
  let wire: HttpTestingController

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    })
    wire = TestBed.inject(HttpTestingController)
    fixture = TestBed.createComponent(SignInPage)
    page = fixture.nativeElement as HTMLElement
    await settled()
  })

  afterEach(() => wire.verify())

  it('asks for what is missing, under the field, and goes there', async () => {
    noDemo()
    field('Username').value = 'jemma'
    field('Username').dispatchEvent(new Event('input'))
    await submit()
    expect(errorOf('Password')).toBe('Enter your password.')
    expect(errorOf('Username')).toBe('')
    expect(field('Password').getAttribute('aria-invalid')).toBe('true')
  })

  it('says what is wrong without saying which, and keeps the username', async () => {
    noDemo()
    await fillIn('jemma', 'wrong')
    await submit()
    wire
      .expectOne('/api/auth')
      .flush(
        { type: 'about:blank', title: 'Username or password is wrong', status: 401, code: 'invalid-credentials' },
        { status: 401, statusText: 'Unauthorized' },
      )
    await settled()
    expect(errorOf('Password')).toBe('Username or password is wrong.')
    expect(field('Username').value).toBe('jemma')
  })

  it('says so when the server cannot be reached', async () => {
    noDemo()
    await fillIn('jemma', 'todo')
    await submit()
    wire.expectOne('/api/auth').error(new ProgressEvent('error'))
    await settled()
    expect(page.querySelector('[role=alert]')?.textContent.trim()).toBe('Can’t reach the server.')
  })

  it('shows who can be tried in a demo, and a click fills the form', async () => {
    wire.expectOne('/api/setup').flush({ needed: false, demo: { usernames: ['jemma', 'paul'], password: 'todo' } })
    await settled()
    button('paul').click()
    await settled()
    expect(field('Username').value).toBe('paul')
    expect(field('Password').value).toBe('todo')
  })

  it('goes on to where the person wanted to go', async () => {
    noDemo()
    const go = vi.spyOn(TestBed.inject(Router), 'navigateByUrl').mockResolvedValue(true)
    fixture.componentRef.setInput('returnUrl', '/todos/upcoming')
    await fillIn('jemma', 'todo')
    await submit()
    const request = wire.expectOne('/api/auth')
    expect(request.request.body).toEqual({ username: 'jemma', password: 'todo', remember: true })
    request.flush({
      token: 'a.b.c',
      expiresIn: 300,
      user: { id: '01990000-0000-7000-8000-000000000001', username: 'jemma', displayName: 'Jemma', role: 'admin' },
    })
    await settled()
    expect(TestBed.inject(Session).state()).toBe('signed-in')
    expect(go).toHaveBeenCalledWith('/todos/upcoming', { replaceUrl: true })
  })

  function noDemo(): void {
    wire.expectOne('/api/setup').flush({ needed: false })
  }

  function field(label: string): HTMLInputElement {
    const found = [...page.querySelectorAll('label')].find((element) => element.textContent.trim() === label)?.control
    if (!(found instanceof HTMLInputElement)) throw new Error(`There is no field ${label}`)
    return found
  }

  function errorOf(label: string): string | undefined {
    const ids = field(label).getAttribute('aria-describedby')?.split(' ') ?? []
    return ids.map((id) => page.querySelector(`.error#${id}`)?.textContent ?? '').join('')
  }

  function button(name: string): HTMLButtonElement {
    const found = [...page.querySelectorAll('button')].find((element) => element.textContent.trim() === name)
    if (!found) throw new Error(`There is no button ${name}`)
    return found
  }

  async function fillIn(username: string, password: string): Promise<void> {
    for (const [label, text] of [
      ['Username', username],
      ['Password', password],
    ] as const) {
      field(label).value = text
      field(label).dispatchEvent(new Event('input'))
    }
    await settled()
  }

  async function submit(): Promise<void> {
    page.querySelector('form')?.requestSubmit()
    await settled()
  }

  /** Lets what was begun run, and shows it. (`whenStable` would wait for the answers the test has yet to give.) */
  async function settled(): Promise<void> {
    fixture.detectChanges()
    await new Promise((resolve) => setTimeout(resolve))
    fixture.detectChanges()
  }
})
