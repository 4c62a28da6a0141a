import { NgComponentOutlet } from '@angular/common'
import {
  afterNextRender,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  Injector,
  signal,
  type Type,
  untracked,
  viewChild,
} from '@angular/core'
import { Router, RouterOutlet } from '@angular/router'
import { Replica } from '../../sync/replica'
import { Undo } from '../../sync/undo'
import { Calm } from '../../ui/calm'
import { Toasts } from '../../ui/toasts/toasts'
import { OpenTodo } from '../open-todo'
import { isShortcut } from '../shortcut'
import type { TodoPanel } from '../todo-details/todo-panel'
import { TodoStore } from '../todo-store'
import { loadTodoPages } from '../todo-parts'
import { isTyping } from '../typing'
import { WideScreen } from '../wide-screen'

/** A page of todos with the details of one of them: beside it where there is room, else on a sheet above it. */
@Component({
  selector: 'tally-todo-workspace',
  imports: [NgComponentOutlet, RouterOutlet],
  templateUrl: './todo-workspace.html',
  styleUrl: './todo-workspace.css',
  host: {
    '(document:keydown)': 'onKey($event)',
    '(window:beforeunload)': 'warnOfLoss($event)',
  },
})
export class TodoWorkspace {
  private readonly store = inject(TodoStore)
  private readonly calm = inject(Calm)
  private readonly openTodo = inject(OpenTodo)
  private readonly undo = inject(Undo)
  private readonly router = inject(Router)
  private readonly replica = inject(Replica)
  private readonly toasts = inject(Toasts)
  private readonly injector = inject(Injector)
  private readonly sheet = viewChild<ElementRef<HTMLDialogElement>>('sheet')
  private readonly outlet = viewChild<NgComponentOutlet<TodoPanel>>(NgComponentOutlet)
  /** Where the focus was before the details opened; there it returns. */
  private opener: HTMLElement | undefined

  /** The panel, once it is loaded: a list is read without it. */
  protected readonly panel = signal<Type<TodoPanel> | undefined>(undefined)
  protected readonly isWide = inject(WideScreen).isWide
  protected readonly openKey = this.openTodo.key
  /** What the panel shows. */
  protected readonly open = computed(() => {
    const todo = this.openTodo.todo()
    return { todos: todo ? [todo] : [], isMissing: this.store.state() === 'ready' && !todo, close: this.close }
  })

  constructor() {
    effect(() => {
      if (this.calm.isCalm()) void loadTodoPages()
    })
    effect(() => {
      const sheet = this.sheet()?.nativeElement
      if (sheet && !sheet.open) sheet.showModal()
    })
    effect(() => {
      const isOpen = this.openKey() !== undefined
      untracked(() => (isOpen ? void this.takeFocus() : this.giveFocusBack()))
    })
  }

  /** The focus came to a row; the heading of a page, which takes it first, is no sign that anybody wants details. */
  protected turnTo({ target }: Event): void {
    if (target instanceof Element && target.closest('tally-todo-list')) void this.loadDetails()
  }

  /** Loads the panel as soon as somebody turns to the list, so that it is there when they open it. */
  protected async loadDetails(): Promise<void> {
    if (this.panel()) return
    try {
      const { TodoPanel } = await import('../todo-details/todo-panel')
      this.panel.set(TodoPanel)
    } catch {
      // Without a connection, or after an update of the server: it is tried again the next time.
      if (this.openKey() === undefined) return
      this.toasts.show({ text: 'Couldn’t load the details. Try again.', tone: 'danger' })
      this.close()
    }
  }

  protected readonly close = (): void => {
    if (this.openKey() !== undefined) this.openTodo.close()
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || isTyping(event.target)) return
    const hasCommandKey = event.ctrlKey || event.metaKey
    if (hasCommandKey && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z') {
      event.preventDefault()
      this.undo.undoLast()
    } else if (event.key === '/' && isShortcut(event)) {
      event.preventDefault()
      void this.router.navigateByUrl('/search')
    }
  }

  /** What is not on the disk of this device yet, a reload would lose. */
  protected warnOfLoss(event: Event): void {
    if (this.replica.hasUnsavedWork()) event.preventDefault()
  }

  /** Goes to the details, unless the page has only just been opened: then reading begins at its heading. */
  private async takeFocus(): Promise<void> {
    const active = document.activeElement
    await this.loadDetails()
    if (!(active instanceof HTMLElement) || active === document.body || active.closest('h1')) return
    if (!active.closest('tally-todo-details')) this.opener = active
    afterNextRender({ read: () => this.outlet()?.componentInstance?.focus() }, { injector: this.injector })
  }

  private giveFocusBack(): void {
    const { opener } = this
    this.opener = undefined
    const focusOpener = () => {
      if (opener?.isConnected && document.activeElement === document.body) opener.focus({ preventScroll: true })
    }
    afterNextRender({ read: focusOpener }, { injector: this.injector })
  }
}
