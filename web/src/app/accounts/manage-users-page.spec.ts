import { provideHttpClient } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing'
import { TestBed } from '@angular/core/testing'
import { provideRouter } from '@angular/router'
import type { SignedIn, User } from '@tally/contract'
import { Session } from '../sessions/session'
import { ManageUsersPage } from './manage-users-page'
import { UserStore } from './user-store'

const ada = { id: 'a', username: 'ada', displayName: 'Ada', role: 'admin' } as const
const signedIn: SignedIn = { token: 'token', expiresIn: 300, user: ada }
const people: User[] = [
  {
    ...ada,
    usage: {
      lists: { used: 450, max: 500 },
      todos: { used: 340, max: 50_000 },
      textBytes: { used: 1_200_000, max: 200_000_000 },
    },
  },
]

describe('ManageUsersPage', () => {
  it('says how much each person uses, also after they were changed', async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    })
    const wire = TestBed.inject(HttpTestingController)
    const signIn = TestBed.inject(Session).signIn({ username: 'ada', password: 'todo' })
    await Promise.resolve()
    wire.expectOne('/api/auth').flush(signedIn)
    await signIn
    const fixture = TestBed.createComponent(ManageUsersPage)
    const page = fixture.nativeElement as HTMLElement
    await vi.waitFor(() => {
      fixture.detectChanges()
      wire.expectOne('/api/users').flush(people)
    })
    const line = '450 lists · 340 todos · 1.2 MB · nearly full'
    await vi.waitFor(() => {
      fixture.detectChanges()
      expect(page.querySelector('tally-person-line')?.textContent).toContain(line)
    })
    const change = TestBed.inject(UserStore).change('a', { displayName: 'Adele' })
    await vi.waitFor(() => wire.expectOne('/api/users/a').flush({ ...ada, displayName: 'Adele' }))
    await change
    fixture.detectChanges()
    expect(page.querySelector('tally-person-line')?.textContent).toMatch(/Adele.*450 lists/s)
  })
})
