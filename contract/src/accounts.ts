import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { operation } from './operation.ts'
import { CurrentUser, Role, SignedIn } from './sessions.ts'
import { closed, Id, IdParams, Line, Moment, Nullable } from './values.ts'

/** A name to sign in with: letters and digits of any script, and `.`, `_`, `-` between them. Case does not matter. */
export const Username = Type.String({
  minLength: limits.username.min,
  maxLength: limits.username.max,
  pattern: '^[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}._-]*[\\p{L}\\p{N}\\p{M}])?$',
  description: 'letters, digits, and . _ - between them',
})
export const NewPassword = Type.String({ minLength: limits.password.min, maxLength: limits.password.max })
const DisplayName = Line(limits.displayName.max)

/** A person as everybody sees them; the last three only for admins. */
export const User = Type.Object({
  id: Id,
  username: Type.String(),
  displayName: Type.String(),
  role: Role,
  disabled: Type.Optional(Type.Boolean()),
  createdAt: Type.Optional(Moment),
  lastSeenAt: Type.Optional(Nullable(Moment)),
})
export type User = Static<typeof User>

export const FirstAdmin = Type.Object(
  { username: Username, displayName: Type.Optional(DisplayName), password: NewPassword },
  closed,
)
export type FirstAdmin = Static<typeof FirstAdmin>

export const NewUser = Type.Object(
  { username: Username, displayName: Type.Optional(DisplayName), password: NewPassword, role: Type.Optional(Role) },
  closed,
)
export type NewUser = Static<typeof NewUser>

export const UserPatch = Type.Object(
  { displayName: Type.Optional(DisplayName), role: Type.Optional(Role), disabled: Type.Optional(Type.Boolean()) },
  closed,
)
export type UserPatch = Static<typeof UserPatch>

export const MePatch = Type.Object({ displayName: Type.Optional(DisplayName) }, closed)
export type MePatch = Static<typeof MePatch>

export const PasswordChange = Type.Object(
  { currentPassword: Type.String({ minLength: 1, maxLength: limits.password.max }), newPassword: NewPassword },
  closed,
)
export type PasswordChange = Static<typeof PasswordChange>

/** Whether the first account is still to be made, and in a demo who can be tried. */
export const SetupState = Type.Object({
  needed: Type.Boolean(),
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
  answers: { 200: SetupState },
})
export const setUp = operation({
  id: 'setUp',
  method: 'POST',
  path: '/api/setup',
  access: 'public',
  summary: 'Make the first account, who is an admin, and sign in; only while there is none',
  body: FirstAdmin,
  answers: { 201: SignedIn },
  problems: ['setup-done', 'cross-site-request'],
})
export const listUsers = operation({
  id: 'listUsers',
  method: 'GET',
  path: '/api/users',
  access: 'signed-in',
  summary: 'Everyone here; admins see more of each',
  answers: { 200: Type.Array(User) },
})
export const addUser = operation({
  id: 'addUser',
  method: 'POST',
  path: '/api/users',
  access: 'admin',
  summary: 'Add a person',
  body: NewUser,
  answers: { 201: User },
  problems: ['username-taken'],
})
export const changeUser = operation({
  id: 'changeUser',
  method: 'PATCH',
  path: '/api/users/:id',
  access: 'admin',
  summary: 'Change the name or role of a person, or disable them',
  params: IdParams,
  body: UserPatch,
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
  answers: { 204: null },
  problems: ['user-not-found', 'last-admin'],
})
export const getMe = operation({
  id: 'getMe',
  method: 'GET',
  path: '/api/me',
  access: 'signed-in',
  summary: 'Who I am',
  answers: { 200: CurrentUser },
})
export const changeMe = operation({
  id: 'changeMe',
  method: 'PATCH',
  path: '/api/me',
  access: 'signed-in',
  summary: 'Change my name',
  body: MePatch,
  answers: { 200: CurrentUser },
})
export const changePassword = operation({
  id: 'changePassword',
  method: 'PUT',
  path: '/api/me/password',
  access: 'signed-in',
  summary: 'Change my password; my other sessions end',
  body: PasswordChange,
  answers: { 204: null },
  problems: ['wrong-password'],
})
