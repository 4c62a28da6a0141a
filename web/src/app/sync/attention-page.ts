import { Component, computed, inject } from '@angular/core'
import { EmptyState } from '../ui/empty-state'
import { PageHeader } from '../ui/page-header'
import { Toasts } from '../ui/toasts/toasts'
import { byPosition, positionsAtTop } from './position'
import { formatReason, formatWish, wordsOf } from './format-refusal'
import { Replica } from './replica'
import type { Change } from './engine/engine.ts'
import type { Problem } from './engine/entries.ts'
import { uuidV7 } from './uuid-v7'
import { Written } from '../ui/written'
import { isolated } from '../ui/isolated'

/**
 * What the server refused, with the person's own words: nothing they wrote is lost because a list was not theirs any
 * more.
 */
@Component({
  selector: 'tally-attention-page',
  imports: [Written, EmptyState, PageHeader],
  template: `
    <div class="page">
      <tally-page-header
        heading="Needs attention"
        detail="Changes the server rejected. They exist only on this device."
      />
      @if (problems().length === 0) {
        <tally-empty-state icon="circle-check" heading="You’re all caught up."
          >Every change has reached the server.</tally-empty-state
        >
      } @else {
        <ul>
          @for (problem of problems(); track problem.id) {
            <li class="card">
              <h2 [textContent]="wish(problem)"></h2>
              <p>{{ reason(problem) }}</p>
              @for (words of words(problem); track $index) {
                <blockquote>
                  <div [tallyWritten]="words.title"></div>
                  @if (words.notes) {
                    <p class="notes" [tallyWritten]="words.notes"></p>
                  }
                </blockquote>
              }
              <div class="choices">
                @if (words(problem).length > 0) {
                  <button class="button" type="button" (click)="copy(problem)">Copy to Inbox</button>
                }
                <button class="button" type="button" (click)="settle(problem, true)">Try again</button>
                <button class="button button-quiet button-danger" type="button" (click)="settle(problem, false)">
                  Discard
                </button>
              </div>
            </li>
          }
        </ul>
      }
    </div>
  `,
  styles: `
    .page {
      max-inline-size: 72ch;
      margin-inline: auto;
      padding-inline: var(--space-4);
    }
    ul {
      display: grid;
      gap: var(--space-4);
      padding: 0;
      list-style: none;
    }
    .card {
      padding: var(--space-4) var(--space-5) var(--space-5);
    }
    h2 {
      font: 500 var(--text-l) / 1.3 var(--font-display);
      overflow-wrap: anywhere;
    }
    p {
      color: var(--ink-soft);
    }
    blockquote {
      margin: var(--space-3) 0;
      padding-inline-start: var(--space-3);
      border-inline-start: 2px solid var(--line-strong);
      overflow-wrap: anywhere;
    }
    .notes {
      white-space: pre-wrap;
    }
    .choices {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
      margin-block-start: var(--space-4);
    }
  `,
})
export class AttentionPage {
  private readonly replica = inject(Replica)
  private readonly toasts = inject(Toasts)

  /** The latest first. */
  protected readonly problems = computed(() => this.replica.problems().toSorted((a, b) => b.at - a.at))
  protected readonly wish = formatWish
  protected readonly reason = formatReason
  protected readonly words = wordsOf

  /** Adds the words as new todos at the top of the Inbox; once they are stored, takes the change out of the box. */
  protected async copy(problem: Problem): Promise<void> {
    const inbox = [...this.replica.rows().values()].find(({ list }) => list.kind === 'inbox')
    if (!inbox) return
    const words = wordsOf(problem)
    const positions = positionsAtTop([...inbox.todos.values()].sort(byPosition), words.length)
    const changes = words.map((fields, index): Change => {
      const position = positions[index] ?? ''
      return { type: 'todo.put', listId: inbox.list.id, key: uuidV7(), fields: { ...fields, position } }
    })
    this.replica.change(changes, problem.about)
    // Where this device has no room, the replica says so, and the box is all that has the words.
    if (!(await this.replica.whenSaved())) return
    this.settle(problem, false)
    this.toasts.show({ text: `Copied “${isolated(problem.about)}” to the Inbox` })
  }

  protected settle(problem: Problem, again: boolean): void {
    void this.replica.settleProblems([problem.id], again)
  }
}
