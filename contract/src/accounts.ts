import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { Usage } from './lists.ts'
import { operation } from './operation.ts'
import { CurrentUser, Role, SignedIn } from './sessions.ts'
import { closed, Id, IdParams, Moment, Nullable } from './values.ts'
import { displayNamePattern } from './usernames.ts'

/** A name to sign in with, see `usernameFault`. Case does not matter, nor do blanks around it. */
export const Username = Type.String({
  minLength: limits.username.min,
  maxLength: limits.username.typed,
  description:
    'at most 40 characters: letters of one alphabet and digits, and . _ - between them; ' +
    'must not look like the name of somebody else',
})
export const NewPassword = Type.String({
  minLength: 1,
  maxLength: limits.password.typed,
  description: '15 to 128 characters, counted as code points of the NFC form; not one that is easily guessed',
})
const DisplayName = Type.String({
  minLength: 1,
  maxLength: limits.displayName.max,
  pattern: displayNamePattern,
  format: 'visible-text',
  description: 'something visible, without control characters, line ends and marks of direction',
})

/** A person as everybody sees them; what is optional only for admins. */
export const User = Type.Object({
  id: Id,
  username: Type.String(),
  displayName: Type.String(),
  role: Type.Optional(Role),
  disabled: Type.Optional(Type.Boolean()),
  createdAt: Type.Optional(Moment),
  lastSeenAt: Type.Optional(Nullable(Moment)),
  oneTimePasswordUntil: Type.Optional(
    Nullable(Type.Integer({ minimum: 0, description: 'they have not replaced their one-time password; it ends then' })),
  ),
  usage: Type.Optional(
    Type.Object(Usage.properties, {
      description: 'what they have in the lists they own; only in the list of everyone',
    }),
  ),
})
export type User = Static<typeof User>

export const FirstAdmin = Type.Object(
  {
    username: Username,
    displayName: Type.Optional(DisplayName),
    password: NewPassword,
    secret: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'of the link that the start prints; not needed on the machine itself',
      }),
    ),
  },
  closed,
)
export type FirstAdmin = Static<typeof FirstAdmin>

/** The secret of an invitation, as its link carries it. */
const InvitationToken = Type.String({ minLength: 1, maxLength: 100 })

/** Somebody whom an admin adds; without a password they get a one-time password. */
export const NewUser = Type.Object(
  {
    username: Username,
    displayName: Type.Optional(DisplayName),
    password: Type.Optional(NewPassword),
    role: Type.Optional(Role),
  },
  closed,
)
export type NewUser = Static<typeof NewUser>

/** Somebody who joins on their own: with an invitation, which has the role, or as a member where sign-up is open. */
export const Joiner = Type.Object(
  {
    username: Username,
    displayName: Type.Optional(DisplayName),
    password: NewPassword,
    invitation: Type.Optional(InvitationToken),
  },
  closed,
)
export type Joiner = Static<typeof Joiner>

/** A password that works once, to be replaced by one's own at the first sign-in. It is shown once and kept nowhere. */
const OneTimePassword = Type.Object({
  oneTimePassword: Type.String(),
  oneTimePasswordUntil: Moment,
})
export const AddedUser = Type.Intersect([User, Type.Partial(Type.Pick(OneTimePassword, ['oneTimePassword']))])
export type AddedUser = Static<typeof AddedUser>
export const ResetPassword = OneTimePassword
export type ResetPassword = Static<typeof ResetPassword>

/** An invitation that has neither been used nor ended. */
export const Invitation = Type.Object({
  id: Id,
  role: Role,
  invitedBy: Type.String({ description: 'display name' }),
  createdAt: Moment,
  expiresAt: Moment,
})
export type Invitation = Static<typeof Invitation>

export const NewInvitation = Type.Object({ role: Type.Optional(Role) }, closed)
export type NewInvitation = Static<typeof NewInvitation>

/** A new invitation, with its secret: shown once, only its hash is kept. */
export const MadeInvitation = Type.Intersect([
  Invitation,
  Type.Object({ token: InvitationToken, url: Type.String({ description: 'the link to hand over' }) }),
])
export type MadeInvitation = Static<typeof MadeInvitation>

const InvitationCheck = Type.Object({ invitation: InvitationToken }, closed)

/** What somebody with an invitation may know of it. */
export const OpenInvitation = Type.Pick(Invitation, ['role', 'invitedBy', 'expiresAt'])
export type OpenInvitation = Static<typeof OpenInvitation>

export const UserPatch = Type.Object(
  { displayName: Type.Optional(DisplayName), role: Type.Optional(Role), disabled: Type.Optional(Type.Boolean()) },
  closed,
)
export type UserPatch = Static<typeof UserPatch>

export const MePatch = Type.Object({ displayName: Type.Optional(DisplayName) }, closed)
export type MePatch = Static<typeof MePatch>

export const PasswordChange = Type.Object(
  { currentPassword: Type.String({ minLength: 1, maxLength: limits.password.typed }), newPassword: NewPassword },
  closed,
)
export type PasswordChange = Static<typeof PasswordChange>

/**
 * Who may make an account: `first` the first person only, `invite` also whoever has an invitation, `open` anybody. An
 * admin may add people in any case.
 */
export const SignUp = Type.Union([Type.Literal('first'), Type.Literal('invite'), Type.Literal('open')])
export type SignUp = Static<typeof SignUp>

/** Whether the first account is still to be made, who may make others, and in a demo who can be tried. */
export const SetupState = Type.Object({
  needed: Type.Boolean(),
  linkNeeded: Type.Optional(Type.Boolean({ description: 'set where it takes the link that the start prints' })),
  signUp: SignUp,
  demo: Type.Optional(
    Type.Object({ usernames: Type.Array(Type.String()), password: Type.String() }, { description: 'only in a demo' }),
  ),
})
export type SetupState = Static<typeof SetupState>

export const getSetup = operation({
  id: 'getSetup',
  method: 'GET',
  path: '/api/setup',
  access: 'public',
  summary: 'Does the first account have to be made?',
  success: 200,
  answers: { 200: SetupState },
})
export const setUp = operation({
  id: 'setUp',
  method: 'POST',
  path: '/api/setup',
  access: 'public',
  summary: 'Make the first account, who is an admin, and sign in; only while there is none',
  body: FirstAdmin,
  success: 201,
  answers: { 201: SignedIn },
  problems: ['setup-done', 'setup-link-needed', 'cross-site-request'],
})
export const listUsers = operation({
  id: 'listUsers',
  method: 'GET',
  path: '/api/users',
  access: 'signed-in',
  summary: 'Everyone here; admins see more of each',
  success: 200,
  answers: { 200: Type.Array(User) },
})
export const addUser = operation({
  id: 'addUser',
  method: 'POST',
  path: '/api/users',
  access: 'admin',
  summary: 'Add a person',
  body: NewUser,
  success: 201,
  answers: { 201: AddedUser },
  problems: ['username-taken'],
})
export const join = operation({
  id: 'join',
  method: 'POST',
  path: '/api/join',
  access: 'public',
  summary: 'Join, with an invitation or where sign-up is open',
  body: Joiner,
  success: 201,
  answers: { 201: CurrentUser },
  problems: ['username-taken', 'invitation-not-found', 'sign-up-closed', 'too-many-requests', 'cross-site-request'],
})
export const changeUser = operation({
  id: 'changeUser',
  method: 'PATCH',
  path: '/api/users/:id',
  access: 'admin',
  summary: 'Change the name or role of a person, or disable them',
  params: IdParams,
  body: UserPatch,
  success: 200,
  answers: { 200: User },
  problems: ['user-not-found', 'last-admin'],
})
export const deleteUser = operation({
  id: 'deleteUser',
  method: 'DELETE',
  path: '/api/users/:id',
  access: 'admin',
  summary: 'Delete a person with everything that is only theirs',
  params: IdParams,
  success: 204,
  answers: { 204: null },
  problems: ['user-not-found', 'last-admin'],
})
export const resetPassword = operation({
  id: 'resetPassword',
  method: 'POST',
  path: '/api/users/:id/reset-password',
  access: 'admin',
  summary: 'Give a person a one-time password; they are signed out everywhere',
  params: IdParams,
  success: 200,
  answers: { 200: ResetPassword },
  problems: ['user-not-found'],
})
export const endSessionsOf = operation({
  id: 'endSessionsOf',
  method: 'DELETE',
  path: '/api/users/:id/sessions',
  access: 'admin',
  summary: 'Sign a person out everywhere',
  params: IdParams,
  success: 204,
  answers: { 204: null },
  problems: ['user-not-found'],
})
export const listInvitations = operation({
  id: 'listInvitations',
  method: 'GET',
  path: '/api/invitations',
  access: 'admin',
  summary: 'The invitations that can still be used, the newest first',
  success: 200,
  answers: { 200: Type.Array(Invitation) },
})
export const addInvitation = operation({
  id: 'addInvitation',
  method: 'POST',
  path: '/api/invitations',
  access: 'admin',
  summary: 'Make a link with which one person can join within seven days',
  body: NewInvitation,
  success: 201,
  answers: { 201: MadeInvitation },
  problems: ['sign-up-closed'],
})
export const deleteInvitation = operation({
  id: 'deleteInvitation',
  method: 'DELETE',
  path: '/api/invitations/:id',
  access: 'admin',
  summary: 'Take an invitation back',
  params: IdParams,
  success: 204,
  answers: { 204: null },
  problems: ['invitation-not-found'],
})
export const checkInvitation = operation({
  id: 'checkInvitation',
  method: 'POST',
  path: '/api/invitations/check',
  access: 'public',
  summary: 'Can this invitation be used? Its secret is in the body, since addresses are logged',
  body: InvitationCheck,
  success: 200,
  answers: { 200: OpenInvitation },
  problems: ['invitation-not-found', 'too-many-requests'],
})
export const getMe = operation({
  id: 'getMe',
  method: 'GET',
  path: '/api/me',
  access: 'signed-in',
  summary: 'Who I am',
  success: 200,
  answers: { 200: CurrentUser },
})
export const changeMe = operation({
  id: 'changeMe',
  method: 'PATCH',
  path: '/api/me',
  access: 'signed-in',
  summary: 'Change my name',
  body: MePatch,
  success: 200,
  answers: { 200: CurrentUser },
})
export const changePassword = operation({
  id: 'changePassword',
  method: 'PUT',
  path: '/api/me/password',
  access: 'signed-in',
  summary: 'Change my password; all my sessions end, and the answer begins a new one',
  body: PasswordChange,
  success: 200,
  answers: { 200: SignedIn },
  problems: ['wrong-password', 'too-many-requests', 'cross-site-request'],
})
