import type { APIRequestContext } from '@playwright/test'
import type { List, ListRole, User } from '@tally/contract'
import { ApiPerson } from './api-person.ts'

/** Makes a list of jemma's over the API, Trip, which she shares with paul; he edits it from the start. */
export async function shareTrip(request: APIRequestContext, url: string) {
  const trip = await makeTrip(request, url)
  await trip.share('editor')
  return trip
}

/** Makes a list of jemma's over the API, Trip, which she has for herself. */
export async function makeTrip(request: APIRequestContext, url: string) {
  const jemma = await ApiPerson.signIn(request, url)
  const list = await jemma.call<List>('POST', '/api/lists', { name: 'Trip' })
  const people = await jemma.call<User[]>('GET', '/api/users')
  const paulId = people.find(({ username }) => username === 'paul')?.id ?? ''
  const paul = await ApiPerson.signIn(request, url, 'paul')
  const membership = `/api/lists/${list.id}/members/${paulId}`
  const invite = (role: ListRole) => jemma.call('PUT', membership, { role })
  return {
    jemma,
    paul,
    list,
    paulId,
    path: `${url}/todos/list/${list.id}`,
    /** Invites paul, or gives him another role; `owner` offers him the list. */
    invite,
    /** Invites paul, and he accepts. */
    share: async (role: ListRole) => {
      await invite(role)
      await paul.call('POST', `/api/lists/invitations/${list.id}/accept`)
    },
    takeAway: () => jemma.call('DELETE', membership),
  }
}
