import { first } from './0001-first.ts'
import { signIn } from './0002-sign-in.ts'
import { sync } from './0003-sync.ts'
import { reuse } from './0004-reuse.ts'
import { oneTodo } from './0005-one-todo.ts'
import { folded } from './0006-folded.ts'
import { quotas } from './0007-quotas.ts'
import { invitations } from './0008-invitations.ts'
import type { Step } from './step.ts'
import { accounts } from './0009-accounts.ts'

/** Every step of the schema by name, in the order of the names. A step that was released never changes again. */
export type Migrations = Readonly<Record<string, Step>>

export const migrations: Migrations = {
  '0001-first': first,
  '0002-sign-in': signIn,
  '0003-sync': sync,
  '0004-reuse': reuse,
  '0005-one-todo': oneTodo,
  '0006-folded': folded,
  '0007-quotas': quotas,
  '0008-invitations': invitations,
  '0009-accounts': accounts,
}
