import type { Usage } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { appLocale } from '../device/locale'

/** The kinds of things that are counted. */
export type UsageName = keyof Usage

/** How much of one thing is used, and how much there may be. */
type Used = Usage[UsageName]

const number = new Intl.NumberFormat(appLocale)
const megabytes = new Intl.NumberFormat(appLocale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 })
const bytesPerMegabyte = 1_000_000
/** What is written as 0.1 MB at least; less would read as nothing at all. */
const leastBytes = 50_000

/** An amount as its number alone: “1,200”; text in megabytes: “1.2 MB”. */
export function formatAmount(name: UsageName, amount: number): string {
  if (name !== 'textBytes') return number.format(amount)
  if (amount > 0 && amount < leastBytes) return `under ${megabytes.format(0.1)}`
  return megabytes.format(amount / bytesPerMegabyte)
}

/** From this share on it is pointed out. */
export function isNearlyFull({ used, max }: Used): boolean {
  return used >= max * limits.quotaWarning
}

/** That something is full, or nearly so, and what helps; nothing while there is plenty of room. */
export function formatFullness(name: UsageName, used: Used): string {
  if (!isNearlyFull(used)) return ''
  return `${used.used >= used.max ? 'Full' : 'Nearly full'}. ${helps[name]}`
}

const afterTrash = `they stop counting once they leave the trash, after ${limits.trashDays} days.`
const helps: Readonly<Record<UsageName, string>> = {
  lists: `Delete lists you no longer need; ${afterTrash}`,
  todos: `Delete todos you no longer need; ${afterTrash}`,
  textBytes: 'Shorten long notes, or delete todos you no longer need.',
}

/** What somebody uses, on one line: “12 lists · 340 todos · 1.2 MB”, and whether some of it is nearly full. */
export function usageLine({ lists, todos, textBytes }: Usage): string {
  const parts = [counted(lists, 'list'), counted(todos, 'todo'), formatAmount('textBytes', textBytes.used)]
  const all = [lists, todos, textBytes]
  if (all.some(({ used, max }) => used >= max)) parts.push('full')
  else if (all.some(isNearlyFull)) parts.push('nearly full')
  return parts.join(' · ')
}

function counted({ used }: Used, noun: string): string {
  return `${number.format(used)} ${used === 1 ? noun : `${noun}s`}`
}
