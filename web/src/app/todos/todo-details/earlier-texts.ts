import { Component, inject, input, output, signal } from '@angular/core'
import type { OverwrittenText, Todo, TodoFields } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { Api } from '../../api/api'
import { asked } from '../../api/asked'
import { ApiProblem } from '../../api/problem'
import { RowsLoading } from '../../ui/rows-loading'
import { TryAgain } from '../../ui/try-again'
import { formatMoment } from '../due-date/due-date'
import { Written } from '../../ui/written'

/**
 * The texts of a todo that somebody overwrote without having seen them: kept by the server, read when somebody wants to
 * know, and again after each change. One that is taken back is written as any other change.
 */
@Component({
  selector: 'tally-earlier-texts',
  imports: [Written, RowsLoading, TryAgain],
  templateUrl: './earlier-texts.html',
  styleUrl: './earlier-texts.css',
})
export class EarlierTexts {
  private readonly api = inject(Api)

  readonly todo = input.required<Todo>()
  readonly mayTakeBack = input(false)
  readonly takenBack = output<TodoFields>()

  protected readonly days = limits.history.days
  protected readonly isOpen = signal(false)
  private readonly texts = asked(
    () => (this.isOpen() ? { id: this.todo().id, ver: this.todo().ver } : undefined),
    ({ id }) => this.load(id),
  )
  protected readonly hasFailed = this.texts.hasFailed
  /** Those that were read last stay on the screen while newer ones are read. */
  protected readonly shown = signal<readonly OverwrittenText[] | undefined>(undefined)
  protected readonly moment = (at: number): string => formatMoment(at)

  protected reload(): void {
    this.texts.reload()
  }

  protected isCurrent({ field, text }: OverwrittenText): boolean {
    return this.todo()[field] === text
  }

  protected takeBack(entry: OverwrittenText): void {
    if (!this.isCurrent(entry)) this.takenBack.emit({ [entry.field]: entry.text })
  }

  private async load(id: string): Promise<void> {
    this.shown.set(await this.read(id))
  }

  /** A todo that is on this device only has no history yet. */
  private async read(id: string): Promise<readonly OverwrittenText[]> {
    try {
      return await this.api.call('GET /api/todos/:id/history', { params: { id } })
    } catch (reason) {
      if (reason instanceof ApiProblem && reason.code === 'todo-not-found') return []
      throw reason
    }
  }
}
