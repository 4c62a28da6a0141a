import {
  afterNextRender,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core'
import { Router } from '@angular/router'
import { limits } from '@tally/contract/limits'
import { EmptyState } from '../../ui/empty-state'
import { Icon } from '../../ui/icon'
import { PageHeader } from '../../ui/page-header'
import { searchTodos } from '../search-todos'
import { TodoList } from '../todo-list/todo-list'
import { TodoStore } from '../todo-store'
import type { TodoGroup } from '../todo-views'
import { WhenLoaded } from '../when-loaded'

/** How many results are shown; whoever has more types another word. */
const most = 100

/** Finds todos as the person types. */
@Component({
  selector: 'tally-search-page',
  imports: [EmptyState, Icon, PageHeader, TodoList, WhenLoaded],
  templateUrl: './search-page.html',
  styleUrls: ['./todo-page.css', './search-page.css'],
})
export class SearchPage {
  private readonly store = inject(TodoStore)
  private readonly router = inject(Router)
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')

  /** The words to look for, from `?q=`. */
  readonly q = input<string>()

  protected readonly query = computed(() => this.q() ?? '')
  protected readonly found = computed(() => searchTodos(this.store.todos(), this.query()))
  protected readonly groups = computed<TodoGroup[]>(() =>
    this.found().length > 0 ? [{ key: 'found', tone: 'plain', todos: this.found().slice(0, most) }] : [],
  )
  /** Whether more was typed than is looked for. */
  private readonly isCut = signal(false)
  /** What was found, in words; a screen reader hears it. */
  protected readonly summary = computed(() => {
    const count = this.found().length
    if (this.query().trim() === '') return ''
    if (this.isCut()) return `Only the first ${limits.search.max} characters were searched for: ${count} found`
    if (count > most) return `${count} todos, the first ${most} shown`
    return count === 1 ? '1 todo' : `${count} todos`
  })

  constructor() {
    afterNextRender(() => this.field().nativeElement.focus())
    // The address follows what is typed, a moment later: it must not overwrite what was typed since.
    effect(() => {
      const query = this.query()
      const field = this.field().nativeElement
      if (field !== document.activeElement) field.value = query
    })
  }

  protected search(words: string): void {
    const q = Array.from(words).slice(0, limits.search.max).join('')
    this.isCut.set(q !== words)
    const queryParams = { q: q === '' ? null : q }
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true })
  }
}
