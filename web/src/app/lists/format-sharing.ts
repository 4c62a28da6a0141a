import type { List, Member } from '@tally/contract'
import { isolated } from '../ui/isolated'

/** How many people are named; of more there is only said how many. */
const mostNames = 3

/**
 * Who else has a list and, where that is not everything, what I may do: the line under its name. Undefined for a list
 * that only I have.
 *
 * @param members the owner first
 */
export function formatSharing(
  { role }: Pick<List, 'role'>,
  members: readonly Member[],
  me: string,
): string | undefined {
  const others = members.filter(({ userId }) => userId !== me)
  const [owner, ...rest] = others
  if (!owner) return undefined
  if (role === 'owner') return `Shared with ${names(others)}`
  const also = rest.length > 0 ? `, and with ${names(rest)}` : ''
  const limit = role === 'viewer' ? '. You can view it, but not edit it.' : ''
  return `${isolated(owner.displayName)} shares this with you${also}${limit}`
}

/** “Paul”, “Paul and Eve”, “Paul, Eve, Jo and 2 others”. */
function names(members: readonly Member[]): string {
  const named = members.map(({ displayName }) => isolated(displayName))
  const surplus = named.length > mostNames + 1 ? named.splice(mostNames).length : 0
  return new Intl.ListFormat('en-GB').format(surplus > 0 ? [...named, `${surplus} others`] : named)
}
