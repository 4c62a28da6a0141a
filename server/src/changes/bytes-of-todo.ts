import type { TodoRow } from '../db/schema.ts'

/** How many bytes of text a todo is charged for: its title, notes and labels as they are stored, in UTF-8. */
export function bytesOfTodo({ title, notes, labels }: Pick<TodoRow, 'title' | 'notes' | 'labels'>): number {
  return Buffer.byteLength(title) + Buffer.byteLength(notes) + Buffer.byteLength(labels)
}

/** The same of overwritten texts. */
export function bytesOfTexts(texts: readonly { text: string }[]): number {
  return texts.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
}
