/**
 * What stands for a label in the address of its page. There "." and ".." are steps up, so that these get a sign before
 * them which no label can have; {@link labelOf} takes it away.
 */
export function nameInPath(label: string): string {
  return /^\.\.?$/.test(label) ? `@${label}` : label
}

/** The label that an address names. */
export function labelOf(name: string): string {
  return name.replace(/^@/, '')
}
