/** Something that was done and can be taken back. */
export type Undoable = { readonly text: string; readonly undo: () => void }

/** What can be taken back, the latest last. The oldest is forgotten when there are more than `size`. */
export class UndoStack {
  private steps: Undoable[] = []
  private readonly size: number

  constructor(size = 100) {
    this.size = size
  }

  push(step: Undoable): void {
    this.steps = [...this.steps, step].slice(-this.size)
  }

  /** Takes back the latest step; answers it, or undefined when there is none. */
  undoLast(): Undoable | undefined {
    const step = this.steps.at(-1)
    if (step) this.undo(step)
    return step
  }

  /** Takes back this step, unless that has been done already. */
  undo(step: Undoable): void {
    if (!this.steps.includes(step)) return
    this.steps = this.steps.filter((other) => other !== step)
    step.undo()
  }

  clear(): void {
    this.steps = []
  }
}
