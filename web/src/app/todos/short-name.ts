import type { Member } from '@tally/contract'

/**
 * What a member is called where there is little room: the first word of their name, or all of it where another member
 * begins alike. Undefined for somebody who is no member.
 */
export function shortName(members: readonly Member[], userId: string): string | undefined {
  const member = members.find((other) => other.userId === userId)
  if (!member) return undefined
  const first = firstWord(member)
  const isAmbiguous = members.some((other) => other !== member && firstWord(other) === first)
  return isAmbiguous ? member.displayName : first
}

function firstWord({ displayName }: Member): string {
  return displayName.split(/\s/, 1)[0] ?? displayName
}
