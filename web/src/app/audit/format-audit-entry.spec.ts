import type { AuditEntry, AuditKind } from '@tally/contract'
import { auditKindChoices, formatAuditEntry, isAuditKind } from './format-audit-entry'

const ada = { id: '1', name: 'ada' }
const eve = { id: '2', name: 'eve' }

function entry(kind: AuditKind, what: Partial<AuditEntry> = {}): AuditEntry {
  const none = { actor: null, subject: null, device: null, detail: null }
  return { id: '0', at: 0, address: '127.0.0.1', ...none, kind, ...what }
}

const ownDoing = { actor: eve, subject: eve }
const adasDoing = { actor: ada, subject: eve }

/** What of each kind reads how. */
const sentences: Record<AuditKind, [what: Partial<AuditEntry>, sentence: string][]> = {
  'set-up': [[{ actor: ada, subject: ada }, 'ada set up Tally and became the first admin']],
  'signed-in': [[ownDoing, 'eve signed in']],
  'sign-in-failed': [
    [{ subject: eve }, 'Someone failed to sign in as eve'],
    [{}, 'Someone failed to sign in with an unknown username'],
    [ownDoing, 'eve entered a wrong password while changing theirs'],
  ],
  'sign-in-throttled': [
    [{ subject: eve, detail: '100 failures in a row' }, 'Signing in as eve was slowed down (100 failures in a row)'],
    [{}, 'Signing in as an unknown username was slowed down'],
    [
      { ...ownDoing, detail: '20 failures in a row' },
      'Changing the password of eve was slowed down (20 failures in a row)',
    ],
  ],
  'signed-out': [
    [ownDoing, 'eve signed out'],
    [{ actor: { ...eve, deleted: true } }, 'eve (deleted) signed out'],
  ],
  'sessions-ended': [
    [{ ...adasDoing, detail: 'all' }, 'ada signed eve out everywhere'],
    [{ ...ownDoing, detail: 'all' }, 'eve signed out everywhere'],
    [{ ...ownDoing, detail: 'all others' }, 'eve signed out everywhere else'],
    [{ ...ownDoing, detail: 'Firefox on Linux' }, 'eve signed out Firefox on Linux'],
    [ownDoing, 'eve signed out another device'],
  ],
  'refresh-token-reused': [
    [{ subject: eve }, 'A session of eve was ended: an old token was reused, possibly by an attacker'],
  ],
  'password-changed': [[ownDoing, 'eve chose a new password']],
  'password-reset': [
    [adasDoing, 'ada gave eve a one-time password'],
    [{ subject: eve, address: null }, 'The command line gave eve a one-time password'],
  ],
  'user-added': [[{ ...adasDoing, detail: 'member' }, 'ada added eve as a member']],
  'user-joined': [[{ ...ownDoing, detail: 'admin' }, 'eve joined as an admin']],
  'user-renamed': [
    [{ ...adasDoing, detail: 'Eve E.' }, 'ada changed the name of eve to “Eve E.”'],
    [{ ...ownDoing, detail: 'Eve E.' }, 'eve changed their name to “Eve E.”'],
  ],
  'role-changed': [
    [{ ...adasDoing, detail: 'admin' }, 'ada made eve an admin'],
    [{ actor: ada, subject: ada, detail: 'member' }, 'ada made themselves a member'],
  ],
  'user-disabled': [[adasDoing, 'ada disabled eve']],
  'user-enabled': [[adasDoing, 'ada enabled eve again']],
  'user-deleted': [
    [adasDoing, 'ada deleted eve'],
    [{ actor: ada }, 'ada deleted someone'],
  ],
  'invitation-made': [[{ actor: ada, detail: 'member' }, 'ada created an invitation for a member']],
  'invitation-deleted': [[{ actor: ada, detail: 'admin' }, 'ada revoked an invitation for an admin']],
  'keys-rotated': [[{ address: null, detail: 'k2' }, 'A new signing key was put into use (k2)']],
  'key-revoked': [[{ address: null, detail: 'k1' }, 'The command line revoked a signing key (k1)']],
  'secret-rotated': [[{ address: null, detail: '2' }, 'The command line put a new root secret into use (2)']],
  'secret-dropped': [[{ address: null, detail: '1' }, 'The command line removed an old root secret (1)']],
}

describe('formatAuditEntry', () => {
  const cases = Object.entries(sentences).flatMap(([kind, all]) => all.map((one) => [kind, ...one] as const))

  it.each(cases)('says of %s %o: %s', (kind, what, sentence) => {
    expect(formatAuditEntry(entry(kind as AuditKind, what))).toBe(sentence)
  })

  it('takes two people without an id for two', () => {
    const nobody = { id: null, name: 'eve' }
    expect(formatAuditEntry(entry('user-deleted', { actor: nobody, subject: nobody }))).toBe('eve deleted eve')
  })
})

describe('the kinds', () => {
  it('are all to choose from', () => {
    expect(auditKindChoices.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(sentences).toSorted())
  })

  it('are told from other words', () => {
    expect(isAuditKind('signed-in')).toBe(true)
    expect(isAuditKind('toString')).toBe(false)
  })
})
