import { operations } from './index.ts'
import type { Operation } from './operation.ts'

/** Who calls, in the columns of the table. The things in a call's path and body are always the member's. */
export const callers = ['nobody', 'member', 'other member', 'admin', 'disabled', 'revoked'] as const
export type CallerKind = (typeof callers)[number]

/** `yes`: it is done. Otherwise the status of the refusal. `-`: what is answered does not depend on who calls. */
export type AccessCell = 'yes' | '-' | '401' | '403' | '404'

export type AccessRow = { readonly operation: Operation; readonly cells: Readonly<Record<CallerKind, AccessCell>> }

/** Who may call each operation, as the contract says it, in the order of paths. */
export const accessTable: readonly AccessRow[] = operations
  .toSorted((a, b) => compare(a.path, b.path) || compare(a.method, b.method))
  .map((operation) => ({ operation, cells: cellsOf(operation) }))

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function cellsOf(operation: Operation): AccessRow['cells'] {
  const refused = { nobody: '401', disabled: '401', revoked: '401' } as const
  switch (operation.access) {
    case 'public': {
      const all = everybody('-')
      if (!operation.problems?.includes('admins-only')) return all
      // Whoever brings a token to it wants more than anybody may; without one some can be read by a token of their own.
      const nobody = operation.method === 'GET' ? '401' : '-'
      return { ...all, ...refused, nobody, member: '403', 'other member': '403', admin: 'yes' }
    }
    case 'cookie': {
      const dead = operation.problems?.includes('invalid-session') ? '401' : 'yes'
      return { ...everybody('yes'), disabled: dead, revoked: dead }
    }
    case 'signed-in': {
      // What is somebody else's is answered as if it did not exist, to an admin as to anybody.
      const others = isAboutOnesOwn(operation) ? '404' : 'yes'
      return { ...everybody('yes'), ...refused, 'other member': others, admin: others }
    }
    case 'admin':
      return { ...everybody('yes'), ...refused, member: '403', 'other member': '403' }
  }
}

/**
 * Can it fail for the reason that a list, todo or session is not there for the caller? Or an invitation that its path
 * names.
 */
function isAboutOnesOwn({ params, problems = [] }: Operation): boolean {
  if (params && problems.includes('invitation-not-found')) return true
  return problems.some((code) => code === 'list-not-found' || code === 'todo-not-found' || code === 'session-not-found')
}

function everybody(cell: AccessCell): Record<CallerKind, AccessCell> {
  return { nobody: cell, member: cell, 'other member': cell, admin: cell, disabled: cell, revoked: cell }
}

/** The table as Markdown, as it is committed in `docs/access.md`. */
export function accessPage(): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rows = accessTable.map(({ operation: { method, path, access }, cells }) =>
    line([`\`${method} ${path}\``, access, ...callers.map((caller) => cells[caller])]),
  )
  return `# Who may call what

Written from the contract by \`npm run openapi -w @tally/contract\`; \`server/src/access.test.ts\` calls every operation
as everybody in it, on both databases, and fails where the server answers otherwise.

The todo, list, invitation or session that a call is about is the member's. \`yes\` is done; a number is the status of
the refusal; \`-\` does not depend on who calls. _Disabled_ holds a token from before their account was disabled,
_revoked_ one of a session that was signed out. What one may not see is 404, never 403.

${line(['call', 'access', ...callers])}
${line(Array.from({ length: callers.length + 2 }, () => '---'))}
${rows.join('\n')}
`
}
