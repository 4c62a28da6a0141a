import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import type { SharedRole } from '@tally/contract'
import type { TestClient } from './test-client.ts'

type Sharing = {
  readonly owner: TestClient
  readonly listId: string
  readonly person: TestClient
  readonly role: SharedRole
}

/** Invites a person to a list; answers their id. */
export async function invite({ owner, listId, person, role }: Sharing): Promise<string> {
  const { username } = (await person.call(contract.getMe)).body
  const invited = await owner.call(contract.addMember, { params: { id: listId }, body: { username, role } })
  assert.equal(invited.status, 201)
  return invited.body.userId
}

/** Invites a person to a list, and they accept; answers their id. */
export async function shareList(sharing: Sharing): Promise<string> {
  const userId = await invite(sharing)
  await accept(sharing.person, sharing.listId)
  return userId
}

/** Somebody accepts their invitation. */
export async function accept(person: TestClient, listId: string): Promise<void> {
  const answer = await person.call(contract.acceptInvitation, { params: { id: listId } })
  assert.equal(answer.problem, undefined)
}

/** Makes a link to a list; answers its secret. */
export async function makeLink(owner: TestClient, listId: string, role: SharedRole): Promise<string> {
  return (await owner.call(contract.addListLink, { params: { id: listId }, body: { role } })).body.token
}
