import { sql, type Selectable } from 'kysely'
import { limits, type ProblemCode, type Quota, type QuotaName } from '@tally/contract'
import { listsOf } from '@tally/contract/lists-of'
import type { Tx } from '../db/db.ts'
import type { OperationTable } from '../db/schema.ts'
import { Problem } from '../http/problem.ts'
import { acceptInvitation, declineInvitation } from './invitation-changes.ts'
import { deleteList, patchList, putList, restoreList } from './list-changes.ts'
import { lockMyList, LockedLists } from './locked-lists.ts'
import { deleteMember, putMember, type Sharing } from './member-changes.ts'
import type { BatchedOperations, Operation, SingleOperation } from './operation.ts'
import { quotaReached } from './owner-quotas.ts'
import { healPositions } from './positions.ts'
import {
  completeTodo,
  deleteTodo,
  moveTodo,
  patchTodo,
  putTodo,
  restoreTodo,
  type Change as TodoChange,
} from './todo-changes.ts'
import { findVerdictRow, insertVerdictRow } from './verdict-store.ts'

/** What became of an operation. `dup` when it was known already: then this is the verdict of the first time. */
export type Verdict = Accepted | Refused
export type Accepted = { ok: true; ver: number; dup?: true }
export type Refused = { ok: false; problem: Problem; dup?: true }

/** Who makes a change, when, and how lists are shared here. */
export type Change = TodoChange & Sharing

type NewList = Operation & { type: 'list.put' }
type InvitationAnswer = Operation & { type: 'invitation.accept' | 'invitation.decline' }
type Step = Exclude<SingleOperation, { type: 'list.put' | 'invitation.accept' | 'invitation.decline' }>

/** Locks all lists of all operations in the order of their ids, and applies them; see `applyLocked`. */
export async function applyOperations(
  tx: Tx,
  operations: readonly Operation[],
  change: Change,
  quota: Quota = limits.quota,
): Promise<Verdict[]> {
  const lists = await LockedLists.lock(tx, change.userId, operations.flatMap(listsOf), quota)
  return applyLocked(tx, operations, lists, change)
}

/**
 * The one write path: every change of a list, of who has it, or of a todo, whoever asks for it, goes through here, in
 * the caller's transaction, on lists that it has locked. One operation after the other, answers a known id with its
 * first verdict, or applies it, counts up, and stores the verdict with the data. A refused operation leaves nothing but
 * its verdict and undoes no other; what is refused because the list is not mine leaves not even that, since there is no
 * list of mine to keep it with. Whoever has lost a list since still gets the verdicts of their own operations: by one
 * of these they may have left it.
 */
export async function applyLocked(
  tx: Tx,
  operations: readonly Operation[],
  lists: LockedLists,
  change: Change,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const operation of operations) {
    verdicts.push(await applyOne(tx, operation, lists, change))
  }
  for (const list of lists.all()) await healPositions(tx, list)
  await lists.save(tx)
  return verdicts
}

function applyOne(tx: Tx, operation: Operation, lists: LockedLists, change: Change): Promise<Verdict> {
  switch (operation.type) {
    case 'list.put':
      return addList(tx, operation, lists, change)
    case 'invitation.accept':
    case 'invitation.decline':
      return answerInvitation(tx, operation, lists, change)
    default:
      return applyKnown(tx, operation, lists, change)
  }
}

/** Applies an operation on lists that exist, unless its id is known. */
async function applyKnown(
  tx: Tx,
  operation: Exclude<Operation, NewList | InvitationAnswer>,
  lists: LockedLists,
  change: Change,
): Promise<Verdict> {
  const known = await findVerdict(tx, operation, change)
  if (known) return known
  if (!listsOf(operation).every((one) => lists.find(one))) return refused(new Problem('list-not-found'))
  const home = lists.require(operation.listId)
  try {
    await applyWhole(tx, operation, lists, change)
  } catch (error) {
    lists.forget()
    if (!(error instanceof Problem)) throw error
    await storeVerdict(tx, operation, change, { ver: null, code: toStoredCode(error) })
    return refused(error)
  }
  lists.keep()
  const ver = home.row.head
  await storeVerdict(tx, operation, change, { ver, code: null })
  return { ok: true, ver }
}

/**
 * All of it or nothing. A single operation checks everything before it writes; what takes several steps gets a
 * savepoint.
 */
async function applyWhole(
  tx: Tx,
  operation: Step | BatchedOperations,
  lists: LockedLists,
  change: Change,
): Promise<void> {
  if (operation.type !== 'batch' && operation.type !== 'todo.move') return applyStep(tx, operation, lists, change)
  await sql`savepoint operation`.execute(tx)
  try {
    const steps = operation.type === 'batch' ? operation.ops : [operation]
    for (const step of steps) await applyStep(tx, step, lists, change)
  } catch (error) {
    await sql`rollback to savepoint operation`.execute(tx)
    throw error
  } finally {
    await sql`release savepoint operation`.execute(tx)
  }
}

async function applyStep(tx: Tx, step: Step, lists: LockedLists, change: Change): Promise<void> {
  const list = lists.require(step.listId)
  switch (step.type) {
    case 'todo.put':
      return putTodo(tx, list, step.key, step.fields, change)
    case 'todo.patch':
      return patchTodo(tx, list, step, change)
    case 'todo.complete':
      return completeTodo(tx, list, step.key, step.occurrence, change)
    case 'todo.delete':
      return deleteTodo(tx, list, step.key, change)
    case 'todo.restore':
      return restoreTodo(tx, list, step.key, change)
    case 'todo.move':
      return moveTodo(tx, list, lists.require(step.fields.listId), step.key, step.fields.position, change)
    case 'list.patch':
      return patchList(tx, list, step.fields)
    case 'list.delete':
      deleteList(list, change.at)
      return
    case 'list.restore':
      restoreList(list)
      return
    case 'member.put':
      return putMember(tx, list, step.key, step.fields.role, change)
    case 'member.delete':
      return deleteMember(tx, list, step.key, change)
  }
}

/**
 * Answers an invitation to a list that is not the person's yet. The `ver` of a list that they do not want is not theirs
 * to know, so declining has none; where there is nothing to decline there is nothing to store either.
 */
async function answerInvitation(
  tx: Tx,
  operation: InvitationAnswer,
  lists: LockedLists,
  change: Change,
): Promise<Verdict> {
  const known = await findVerdict(tx, operation, change)
  if (known) return known
  if (operation.type === 'invitation.decline') {
    const list = lists.findAny(operation.listId)
    const declined = list !== undefined && (await declineInvitation(tx, list, change))
    lists.keep()
    if (declined) await storeVerdict(tx, operation, change, { ver: 0, code: null })
    return { ok: true, ver: 0 }
  }
  try {
    const list = await acceptInvitation(tx, lists, operation.listId, change)
    lists.add(list)
    lists.keep()
    await storeVerdict(tx, operation, change, { ver: list.row.head, code: null })
    return { ok: true, ver: list.row.head }
  } catch (error) {
    lists.forget()
    if (!(error instanceof Problem)) throw error
    return refused(error)
  }
}

/**
 * There is no list to lock yet: the insert itself decides who was first. Where there is no room for another list
 * nothing is stored: sent again, the operation is judged anew.
 */
async function addList(tx: Tx, operation: NewList, lists: LockedLists, change: Change): Promise<Verdict> {
  const { listId, fields } = operation
  if (!lists.find(listId)) {
    try {
      await lists.quotas.charge(tx, change.userId, { lists: 1, bytes: Buffer.byteLength(fields.name.trim()) })
    } catch (error) {
      lists.forget()
      if (!(error instanceof Problem)) throw error
      return (await findVerdict(tx, operation, change)) ?? refused(error)
    }
    if (await putList(tx, change.userId, listId, fields, change.at)) {
      lists.keep()
      lists.add(await lockMyList(tx, change.userId, listId, lists.quotas))
      await storeVerdict(tx, operation, change, { ver: 1, code: null })
      return { ok: true, ver: 1 }
    }
    lists.forget()
  }
  try {
    const list = lists.find(listId) ?? (await lockMyList(tx, change.userId, listId, lists.quotas))
    lists.add(list)
    return (await findVerdict(tx, operation, change)) ?? { ok: true, ver: list.row.head, dup: true }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return (await findVerdict(tx, operation, change)) ?? refused(new Problem('id-taken'))
  }
}

function refused(problem: Problem): Refused {
  return { ok: false, problem }
}

/** The first verdict on an operation of the person themselves, also in a list they lost: they were told it before. */
async function findVerdict(tx: Tx, { id, listId }: Operation, { userId }: Change): Promise<Verdict | undefined> {
  if (id === undefined) return undefined
  const known = await findVerdictRow(tx, { listId, userId, id })
  return known && toVerdict(known)
}

/** Keeps the verdict on an operation that may be sent again. */
async function storeVerdict(
  tx: Tx,
  { id, listId }: Operation,
  { userId, at }: Change,
  verdict: Pick<Selectable<OperationTable>, 'ver' | 'code'>,
): Promise<void> {
  if (id !== undefined) await insertVerdictRow(tx, { list_id: listId, user_id: userId, id, at, ...verdict })
}

function toVerdict({ ver, code }: Selectable<OperationTable>): Verdict {
  if (ver !== null) return { ok: true, ver, dup: true }
  return { ok: false, problem: fromStoredCode(code ?? ''), dup: true }
}

/** What is stored of a refusal: its code, and which quota was used up. */
function toStoredCode({ code, options }: Problem): string {
  return options.quota === undefined ? code : `${code} ${options.quota}`
}

function fromStoredCode(stored: string): Problem {
  const [code, quota] = stored.split(' ') as [ProblemCode, QuotaName | undefined]
  return quota === undefined ? new Problem(code) : quotaReached(quota)
}
