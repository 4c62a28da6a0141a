import type { TodoRow } from './todo-store.ts'

/**
 * Makes the test whether a todo holds all words of a search in its title or notes; capitals and accents do not matter.
 */
export function matcher(search: string): (row: Pick<TodoRow, 'title' | 'notes'>) => boolean {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return (row) => {
    const text = plain(`${row.title}\n${row.notes}`)
    return words.every((word) => text.includes(word))
  }
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
