import { recordAuditEvent } from './audit/audit-service.ts'
import type { Db } from './db/db.ts'
import { inTransaction } from './db/transaction.ts'
import type { Clock } from './http/clock.ts'
import type { OnKeyChange } from './sessions/signing-key-service.ts'

const kinds = { rotate: 'keys-rotated', revoke: 'key-revoked' } as const

/**
 * Writes an entry in the audit log for every change of the signing keys. They are changed on the command line, or by
 * the server itself where none in the file could sign: never by somebody who is signed in.
 */
export function auditOfKeys(db: () => Promise<Db>, clock: Clock): OnKeyChange {
  return async (kind, kid) => {
    const entry = { kind: kinds[kind], at: clock(), actorId: null, subjectId: null, caller: null, detail: kid }
    await inTransaction(await db(), (tx) => recordAuditEvent(tx, entry))
  }
}
