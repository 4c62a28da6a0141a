/** “4 December”: the day of a moment in the next weeks, in milliseconds since 1970. */
export function dayOf(moment: number): string {
  return new Date(moment).toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })
}
