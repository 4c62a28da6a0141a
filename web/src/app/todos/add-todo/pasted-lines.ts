import { hasVisibleText } from '@tally/contract/visible-text'

/** A todo in a pasted text. */
export type PastedLine = { readonly title: string; readonly isDone: boolean }

/** A line, and what it begins with: a number, or another mark of a list. */
type Marked = { readonly line: string; readonly mark: 'none' | 'bullet' | number }

const bullet = /^[-*+•◦‣▪](?:\s+|$)/
const number = /^(\d{1,3})[.)]\s+(?=\S)/
const box = /^(?:\[[ xX]?\]|[☐☑☒])(?:\s+|$)/
const doneBox = /^(?:\[[xX]\]|[☑☒])/

/**
 * The todos in a pasted text, a line each, without what marks it as an item of a list: "- ", "* ", "• ", "[ ] " (done
 * where it is "[x] "), and "1. " where the lines around make a list of it, since "3. October" is a day. Everything else
 * stays: "-5 °C", "1.5 l milk", "*emphasis*". How far a line is set in does not matter; empty lines are no todos.
 */
export function pastedLines(text: string): PastedLine[] {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return runsOf(lines)
    .flatMap((run) => (isList(run) ? run.map(withoutMark) : run.map(({ line }) => line)))
    .map(itemOf)
    .filter(({ title }) => hasVisibleText(title))
}

/** Lines in runs of those that have marks and those that have none. */
function runsOf(lines: readonly string[]): Marked[][] {
  const runs: Marked[][] = []
  for (const line of lines) {
    const marked = { line, mark: markOf(line) }
    const run = runs.at(-1)
    if (run && (run[0]?.mark === 'none') === (marked.mark === 'none')) run.push(marked)
    else runs.push([marked])
  }
  return runs
}

function withoutMark({ line, mark }: Marked): string {
  return line.replace(mark === 'bullet' ? bullet : number, '')
}

function markOf(line: string): Marked['mark'] {
  if (bullet.test(line) || box.test(line)) return 'bullet'
  const digits = number.exec(line)?.[1]
  return digits === undefined ? 'none' : Number(digits)
}

/** Whether marked lines are a list: one of them has a bullet, or their numbers count from the beginning. */
function isList(run: readonly Marked[]): boolean {
  const [first] = run
  const isCounted = run.length > 1 && (first?.mark === 0 || first?.mark === 1)
  return isCounted || run.some(({ mark }) => mark === 'bullet')
}

function itemOf(line: string): PastedLine {
  return { title: line.replace(box, '').trim(), isDone: doneBox.test(line) && box.test(line) }
}
