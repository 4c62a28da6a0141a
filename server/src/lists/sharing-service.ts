import type { Sharing } from '@tally/contract'
import type { Actor } from '../http/actor.ts'
import type { Ground } from '../changes/make-change.ts'
import { listInvitedPeople } from './invitation-service.ts'
import { readListLinks } from './list-link-service.ts'
import { may } from './list-rights.ts'
import { requireList } from './list-service.ts'

/** Whom a list of mine waits for, and to its owner also its links; throws Problem `list-not-found`. */
export async function readSharing(ground: Ground, actor: Actor, listId: string): Promise<Sharing> {
  const { role } = await requireList(ground.db, actor.userId, listId)
  const maySeeLinks = may(role, 'share it, give roles and hand it over')
  return {
    byUsername: ground.directory === 'everyone',
    invited: await listInvitedPeople(ground, listId),
    links: maySeeLinks ? await readListLinks(ground, listId) : [],
  }
}
