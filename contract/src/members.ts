import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { ListRole } from './lists.ts'
import { operation } from './operation.ts'
import { closed, Id, IdParams, Version } from './values.ts'

/** Somebody who has a list, and what they may do with it. */
export const Member = Type.Object({
  userId: Id,
  username: Type.String(),
  displayName: Type.String(),
  role: ListRole,
  ver: Version,
})
export type Member = Static<typeof Member>

/** What a member may be made: `owner` hands the list over, and who had it stays as an editor. */
const MemberChange = Type.Object({ role: ListRole }, closed)

const NewMember = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: limits.username.typed }),
    role: Type.Union([Type.Literal('editor'), Type.Literal('viewer')]),
  },
  closed,
)
export type NewMember = Static<typeof NewMember>

const MemberParams = Type.Object({ id: Id, userId: Id }, closed)

export const listMembers = operation({
  id: 'listMembers',
  method: 'GET',
  path: '/api/lists/:id/members',
  access: 'signed-in',
  summary: 'Who has this list, the owner first',
  params: IdParams,
  answers: { 200: Type.Array(Member) },
  problems: ['list-not-found'],
})
export const addMember = operation({
  id: 'addMember',
  method: 'POST',
  path: '/api/lists/:id/members',
  access: 'signed-in',
  summary: 'Share a list with a person, by their exact username; the owner only',
  params: IdParams,
  body: NewMember,
  answers: { 201: Member, 200: Member },
  problems: ['list-not-found', 'list-read-only', 'list-deleted', 'inbox-fixed', 'user-not-found', 'last-owner'],
})
export const putMember = operation({
  id: 'putMember',
  method: 'PUT',
  path: '/api/lists/:id/members/:userId',
  access: 'signed-in',
  summary: 'Give a person a role in a list, or hand the list over to a member; the owner only',
  params: MemberParams,
  body: MemberChange,
  answers: { 200: Member },
  problems: [
    'list-not-found',
    'list-read-only',
    'list-deleted',
    'inbox-fixed',
    'user-not-found',
    'last-owner',
    'quota-reached',
  ],
})
export const deleteMember = operation({
  id: 'deleteMember',
  method: 'DELETE',
  path: '/api/lists/:id/members/:userId',
  access: 'signed-in',
  summary: 'Take a list away from a person; as the owner, or leave it oneself',
  params: MemberParams,
  answers: { 204: null },
  problems: ['list-not-found', 'list-read-only', 'inbox-fixed', 'user-not-found', 'last-owner'],
})
