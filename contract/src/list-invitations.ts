import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { List, ListRole } from './lists.ts'
import { operation } from './operation.ts'
import { closed, Id, IdParams, Moment } from './values.ts'

/** What an invitation or a link may make of somebody: a list gets another owner only by an offer to a member. */
export const SharedRole = Type.Union([Type.Literal('editor'), Type.Literal('viewer')])
export type SharedRole = Static<typeof SharedRole>

/**
 * An invitation to a list, as the invited person sees it: all they know of the list until they accept. `owner`: they
 * are a member, and the list is offered to them.
 */
export const ListInvitation = Type.Object({
  listId: Id,
  listName: Type.String({ description: 'in one line, as it was when they were invited' }),
  role: ListRole,
  invitedBy: Type.Object({ username: Type.String(), displayName: Type.String() }),
  createdAt: Moment,
  expiresAt: Moment,
})
export type ListInvitation = Static<typeof ListInvitation>

/** Somebody who has not answered yet, as the members of the list see them. */
export const InvitedPerson = Type.Object({
  userId: Id,
  username: Type.String(),
  displayName: Type.String(),
  role: ListRole,
  expiresAt: Moment,
})
export type InvitedPerson = Static<typeof InvitedPerson>

/** A link with which one person can join a list. */
export const ListLink = Type.Object({ id: Id, role: SharedRole, createdAt: Moment, expiresAt: Moment })
export type ListLink = Static<typeof ListLink>

/** The secret of a link, as its address carries it behind the `#`. */
const LinkToken = Type.String({ minLength: 1, maxLength: 100 })

/** A new link, with its secret: shown once, only its hash is kept. */
export const MadeListLink = Type.Intersect([
  ListLink,
  Type.Object({ token: LinkToken, url: Type.String({ description: 'the link to hand over' }) }),
])
export type MadeListLink = Static<typeof MadeListLink>

/** What somebody with a link may know of its list before they join. */
export const OpenListLink = Type.Object({
  listName: Type.String({ description: 'in one line' }),
  role: SharedRole,
  invitedBy: Type.Object({ username: Type.String(), displayName: Type.String() }),
  expiresAt: Moment,
})
export type OpenListLink = Static<typeof OpenListLink>

/** How a list can be shared, and whom it waits for. */
export const Sharing = Type.Object({
  byUsername: Type.Boolean({ description: 'false: by a link only, so that nobody can guess who is here' }),
  invited: Type.Array(InvitedPerson),
  links: Type.Array(ListLink, { description: 'only for the owner' }),
})
export type Sharing = Static<typeof Sharing>

const NewListLink = Type.Object({ role: SharedRole }, closed)
const LinkParams = Type.Object({ id: Id, linkId: Id }, closed)
const LinkSecret = Type.Object({ link: LinkToken }, closed)

export const getSharing = operation({
  id: 'getSharing',
  method: 'GET',
  path: '/api/lists/:id/sharing',
  access: 'signed-in',
  summary: 'Who is invited to this list, and its links that can still be used',
  params: IdParams,
  success: 200,
  answers: { 200: Sharing },
  problems: ['list-not-found'],
})
export const listMyInvitations = operation({
  id: 'listMyInvitations',
  method: 'GET',
  path: '/api/lists/invitations',
  access: 'signed-in',
  summary: 'The lists I am invited to, the newest invitation first',
  success: 200,
  answers: { 200: Type.Array(ListInvitation, { maxItems: limits.listInvitations.unanswered }) },
})
export const acceptInvitation = operation({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/api/lists/invitations/:id/accept',
  access: 'signed-in',
  summary: 'Join a list I am invited to, or take over the list that is offered to me',
  params: IdParams,
  success: 200,
  answers: { 200: List },
  problems: ['invitation-not-found', 'quota-reached'],
})
export const declineInvitation = operation({
  id: 'declineInvitation',
  method: 'POST',
  path: '/api/lists/invitations/:id/decline',
  access: 'signed-in',
  summary:
    'Decline an invitation; whoever made it cannot invite me to that list again for ' +
    `${limits.listInvitations.pauseDays} days`,
  params: IdParams,
  success: 204,
  answers: { 204: null },
})
export const addListLink = operation({
  id: 'addListLink',
  method: 'POST',
  path: '/api/lists/:id/links',
  access: 'signed-in',
  summary: `Make a link with which one person can join this list within ${limits.listLinks.days} days; the owner only`,
  params: IdParams,
  body: NewListLink,
  success: 201,
  answers: { 201: MadeListLink },
  problems: ['list-not-found', 'list-read-only', 'list-deleted', 'inbox-fixed', 'too-many-links'],
})
export const deleteListLink = operation({
  id: 'deleteListLink',
  method: 'DELETE',
  path: '/api/lists/:id/links/:linkId',
  access: 'signed-in',
  summary: 'Revoke a link; the owner only',
  params: LinkParams,
  success: 204,
  answers: { 204: null },
  problems: ['list-not-found', 'list-read-only', 'invitation-not-found'],
})
export const checkListLink = operation({
  id: 'checkListLink',
  method: 'POST',
  path: '/api/lists/join/check',
  access: 'signed-in',
  summary: 'Which list does this link lead to? Its secret is in the body, since addresses are logged',
  body: LinkSecret,
  success: 200,
  answers: { 200: OpenListLink },
  problems: ['invitation-not-found'],
})
export const joinList = operation({
  id: 'joinList',
  method: 'POST',
  path: '/api/lists/join',
  access: 'signed-in',
  summary: 'Join a list by a link, which is used up by that; whoever has the list already gets it as it is',
  body: LinkSecret,
  success: 200,
  answers: { 200: List },
  problems: ['invitation-not-found'],
})
