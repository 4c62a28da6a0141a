import { limits, type Invitation, type MadeInvitation, type NewInvitation, type OpenInvitation } from '@tally/contract'
import { recordAuditEvent, type By } from '../audit/audit-service.ts'
import type { Db, Tx } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Clock } from '../http/clock.ts'
import { newId } from '../http/id.ts'
import { hashOfLinkSecret, newLinkSecret } from '../http/link-secret.ts'
import { Problem } from '../http/problem.ts'
import { requireAccount, type AccountDeps } from './account-service.ts'
import {
  deleteEndedInvitations,
  deleteInvitationRow,
  findUsableInvitation,
  findUsableInvitations,
  insertInvitation,
  type InvitationRow,
} from './invitation-store.ts'

/** What the use cases of invitations need. */
type InvitationGround = Pick<AccountDeps, 'db' | 'clock' | 'signUp' | 'publicUrl'>

const DAY_MS = 86_400_000

/**
 * Makes an invitation for one person, and the link that carries its secret: behind a `#`, so that no server or proxy
 * ever writes it down. It can be used as long as its maker is an admin. Throws Problem `sign-up-closed` where the
 * settings let nobody join.
 */
export async function addInvitation(
  { db, clock, signUp, publicUrl }: InvitationGround,
  { role = 'member' }: NewInvitation,
  by: By & { readonly actorId: string },
): Promise<MadeInvitation> {
  if (signUp === 'first') throw new Problem('sign-up-closed')
  const token = newLinkSecret()
  const at = clock()
  const invitation = {
    id: newId(),
    role,
    invited_by: by.actorId,
    created_at: at,
    expires_at: at + limits.invitationDays * DAY_MS,
  }
  return inTransaction(db, async (tx) => {
    const { display_name } = await requireAccount(tx, by.actorId)
    await insertInvitation(tx, { ...invitation, token_hash: hashOfLinkSecret(token) })
    await recordAuditEvent(tx, { ...by, kind: 'invitation-made', at, subjectId: null, detail: role })
    return { ...toInvitation({ ...invitation, display_name }), token, url: `${publicUrl}/join#${token}` }
  })
}

/** The invitations that can be used, the newest first. */
export async function listInvitations({ db, clock, signUp }: InvitationGround): Promise<Invitation[]> {
  return signUp === 'first' ? [] : (await findUsableInvitations(db, clock())).map(toInvitation)
}

/** Takes an invitation back; throws Problem `invitation-not-found`. */
export async function deleteInvitation({ db, clock }: InvitationGround, id: string, by: By): Promise<void> {
  await inTransaction(db, async (tx) => {
    const deleted = await deleteInvitationRow(tx, id)
    if (!deleted) throw new Problem('invitation-not-found')
    await recordAuditEvent(tx, {
      ...by,
      kind: 'invitation-deleted',
      at: clock(),
      subjectId: null,
      detail: deleted.role,
    })
  })
}

/** What somebody with an invitation may know of it; throws Problem `invitation-not-found`. */
export async function checkInvitation(deps: InvitationGround, token: string): Promise<OpenInvitation> {
  if (deps.signUp === 'first') throw new Problem('invitation-not-found')
  const { role, invitedBy, expiresAt } = toInvitation(await requireInvitation(deps.db, token, deps.clock()))
  return { role, invitedBy, expiresAt }
}

/**
 * The invitation with this secret. Throws Problem `invitation-not-found` when it is unknown, used or over by `now`, or
 * when who made it is no admin any more, is disabled or deleted: what they gave away ends with their own rights.
 */
export async function requireInvitation(db: Db, token: string, now: number): Promise<InvitationRow> {
  const invitation = await findUsableInvitation(db, hashOfLinkSecret(token), now)
  if (!invitation) throw new Problem('invitation-not-found')
  return invitation
}

/**
 * Uses an invitation up, see `requireInvitation`, and gives it back. Of all who try at once one succeeds. The caller
 * has locked who is an admin (`lockAdmins`), so that the maker is one until the transaction ends.
 */
export async function useInvitation(tx: Tx, token: string, now: number): Promise<InvitationRow> {
  const invitation = await requireInvitation(tx, token, now)
  if (!(await deleteInvitationRow(tx, invitation.id))) throw new Problem('invitation-not-found')
  return invitation
}

/** Removes invitations that nobody has used in time. */
export async function purgeExpiredInvitations(db: Db, clock: Clock): Promise<void> {
  await deleteEndedInvitations(db, clock())
}

function toInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    role: row.role,
    invitedBy: row.display_name,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
