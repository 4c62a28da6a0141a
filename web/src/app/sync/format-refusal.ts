import type { ProblemCode, QuotaName } from '@tally/contract'
import type { Problem } from './engine/entries.ts'
import { isolated } from '../ui/isolated'

/** Why the server refuses a change, for people. The titles of the contract are no part of the browser's code. */
const reasons: Partial<Record<ProblemCode, string>> = {
  'id-taken': 'This already exists somewhere else.',
  'invitation-not-found': 'The invitation expired or was revoked.',
  'inbox-fixed': 'The Inbox can’t be deleted, renamed or shared.',
  'invalid-input': 'Something in it isn’t valid.',
  'last-owner': 'A list needs an owner: transfer ownership first.',
  'list-deleted': 'The list is in the trash.',
  'list-not-found': 'The list no longer exists, or is no longer shared with you.',
  'list-read-only': 'You can view this list, but not edit it.',
  'todo-deleted': 'The todo is in the trash.',
  'todo-not-found': 'The todo no longer exists.',
  'not-invitable': 'You can’t invite this person at the moment.',
  'share-by-link': 'On this server, lists are shared by link.',
  'user-not-found': 'This person no longer exists.',
}

/** What is full, and what to do. What is in the trash counts until it leaves the trash by itself. */
const quotaReasons: Record<QuotaName, string> = {
  lists: 'You’ve reached your limit for lists. Delete some; they stop counting once they leave the trash.',
  todosInList: 'The list is full. Move some of its todos to another list, then try again.',
  todos:
    'The list’s owner has reached their limit for todos. Delete some; they stop counting once they leave the trash.',
  textBytes: 'The list’s owner has no room for more text. Shorten or delete some notes, then try again.',
}

/** Why a change was refused, as a sentence. */
export function formatReason({ code, operation, quota }: Problem): string {
  if (code === 'quota-reached') return quota ? quotaReasons[quota] : 'There’s no room for more.'
  if (code === 'invalid-input' && operation.type === 'todo.patch' && operation.fields.assigneeId) {
    return 'The person it was assigned to no longer has access to the list.'
  }
  return (reasons as Readonly<Record<string, string>>)[code] ?? 'The server rejected it.'
}

/** What the person wanted to do, in a few words. */
export function formatWish({ operation, about }: Problem): string {
  const name = `“${isolated(about)}”`
  switch (operation.type) {
    case 'todo.put':
      return `Add ${name}`
    case 'todo.complete':
      return `Complete ${name}`
    case 'todo.delete':
      return `Delete ${name}`
    case 'todo.restore':
    case 'list.restore':
      return `Restore ${name}`
    case 'todo.move':
      return `Move ${name} to another list`
    case 'list.put':
      return `Add the list ${name}`
    case 'list.delete':
      return `Delete the list ${name}`
    case 'member.put':
    case 'member.delete':
      return `Change who has access to the list ${name}`
    case 'invitation.accept':
      return `Join the list ${name}`
    case 'invitation.decline':
      return `Decline the invitation to ${name}`
    case 'batch':
      return `Change ${operation.ops.length} todos, the first ${name}`
    case 'todo.patch':
    case 'list.patch':
      return `Change ${name}`
  }
}

/** A todo as the person typed it, as far as a change holds it. */
export type Words = { readonly title: string; readonly notes?: string }

/**
 * The words that were typed in a change, each with the title of what it is about. A change without any, such as another
 * order or another day, has none: a copy of it would be a todo that nobody wrote.
 */
export function wordsOf({ operation, about }: Problem): Words[] {
  const steps = operation.type === 'batch' ? operation.ops : [operation]
  return steps.flatMap((step): Words[] => {
    if (step.type !== 'todo.put' && step.type !== 'todo.patch') return []
    const { title, notes = '' } = step.fields
    if (title === undefined && notes === '') return []
    return [{ title: title ?? about, ...(notes === '' ? {} : { notes }) }]
  })
}
