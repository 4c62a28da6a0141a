import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { InvitedPerson, SharedRole } from './list-invitations.ts'
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

/** What somebody is to be: `owner` offers the list to a member; once they accept, who had it stays as an editor. */
const MemberChange = Type.Object({ role: ListRole }, closed)

const NewMember = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: limits.username.typed }),
    role: SharedRole,
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
  success: 200,
  answers: { 200: Type.Array(Member) },
  problems: ['list-not-found'],
})
export const addMember = operation({
  id: 'addMember',
  method: 'POST',
  path: '/api/lists/:id/members',
  access: 'signed-in',
  summary:
    'Invite a person to a list, by their exact username; 200: they have it already, and get the role; the owner only',
  params: IdParams,
  body: NewMember,
  success: 201,
  answers: { 201: InvitedPerson, 200: Member },
  problems: [
    'list-not-found',
    'list-read-only',
    'list-deleted',
    'inbox-fixed',
    'user-not-found',
    'last-owner',
    'not-invitable',
    'share-by-link',
  ],
})
export const putMember = operation({
  id: 'putMember',
  method: 'PUT',
  path: '/api/lists/:id/members/:userId',
  access: 'signed-in',
  summary:
    'Give a member a role, or invite somebody; `owner` offers the list to a member, another role withdraws that; ' +
    'the owner only',
  params: MemberParams,
  body: MemberChange,
  success: 201,
  answers: { 201: InvitedPerson, 200: Member },
  problems: [
    'list-not-found',
    'list-read-only',
    'list-deleted',
    'inbox-fixed',
    'user-not-found',
    'last-owner',
    'quota-reached',
    'not-invitable',
    'share-by-link',
  ],
})
export const deleteMember = operation({
  id: 'deleteMember',
  method: 'DELETE',
  path: '/api/lists/:id/members/:userId',
  access: 'signed-in',
  summary: 'Take a list away from a person, or revoke their invitation, as the owner; or leave it oneself',
  params: MemberParams,
  success: 204,
  answers: { 204: null },
  problems: ['list-not-found', 'list-read-only', 'inbox-fixed', 'user-not-found', 'last-owner'],
})
