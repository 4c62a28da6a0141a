import { computed, inject, Service } from '@angular/core'
import type { AddedUser, NewUser, ResetPassword, User, UserPatch } from '@tally/contract'
import { Api } from '../api/api'
import { asked } from '../api/asked'
import { Session } from '../sessions/session'
import { changeLoaded } from './change-loaded'

/** Everyone who has an account here; what only admins may see is there only for them. */
@Service()
export class UserStore {
  private readonly api = inject(Api)
  private readonly session = inject(Session)
  private readonly users = asked(
    // Another person sees other things, and nobody sees nothing.
    () => this.session.user()?.id,
    () => this.api.call('GET /api/users'),
  )

  readonly isLoading = this.users.isLoading
  readonly hasFailed = this.users.hasFailed
  /** In the order of their names; empty until they are loaded. */
  readonly people = computed(() =>
    (this.users.value() ?? []).toSorted((a, b) => a.displayName.localeCompare(b.displayName)),
  )

  /** Reads them again; those on screen stay until the new ones are here. */
  reload(): void {
    this.users.reload()
  }

  /** Answers the person; without a password also a one-time password. @throws ApiProblem `username-taken` … */
  async add(person: NewUser): Promise<AddedUser> {
    const { oneTimePassword, ...added } = await this.api.call('POST /api/users', { body: person })
    this.put(added)
    return oneTimePassword === undefined ? added : { ...added, oneTimePassword }
  }

  /** @throws ApiProblem `last-admin`, `user-not-found` … */
  async change(id: string, patch: UserPatch): Promise<void> {
    this.put(await this.api.call('PATCH /api/users/:id', { params: { id }, body: patch }))
  }

  /** Deletes a person with everything that is only theirs, for good. @throws ApiProblem `last-admin` … */
  async delete(id: string): Promise<void> {
    await this.api.call('DELETE /api/users/:id', { params: { id } })
    changeLoaded(this.users, (users) => users.filter((user) => user.id !== id))
  }

  /** Gives a person a one-time password; they are signed out everywhere. @throws ApiProblem `user-not-found` … */
  async resetPassword(person: User): Promise<ResetPassword> {
    const reset = await this.api.call('POST /api/users/:id/reset-password', { params: { id: person.id } })
    this.put({ ...person, oneTimePasswordUntil: reset.oneTimePasswordUntil })
    return reset
  }

  /** Signs a person out everywhere. @throws ApiProblem `user-not-found` … */
  async endSessions(id: string): Promise<void> {
    await this.api.call('DELETE /api/users/:id/sessions', { params: { id } })
  }

  /** What only the list of everyone says of them, as how much they have, stays as it was read. */
  private put(person: User): void {
    changeLoaded(this.users, (users) => [
      ...users.filter((user) => user.id !== person.id),
      { ...users.find((user) => user.id === person.id), ...person },
    ])
  }
}
