import { effect, inject, Service, signal, untracked } from '@angular/core'

/** What somebody types and has not saved, and what was saved when they began, where something was. */
export type Draft = { readonly text: string; readonly base?: string }

/** Stores the draft of a place on this device, or forgets it. */
export type StoreDraft = (place: string, draft: Draft | undefined) => void

/**
 * What is being typed, by its place (such as the add line of a list, or the title of a todo), until it is saved: it is
 * there again when the place is opened again, whatever closed it. Here is the memory; whoever knows the device stores
 * it there.
 */
@Service()
export class Drafts {
  private readonly drafts = new Map<string, Draft>()
  /**
   * Where something was typed since this page was opened: what is stored for these places is older than what is known
   * here.
   */
  private readonly touched = new Set<string>()
  /** Rises when drafts come that were not typed just now. */
  private readonly arrivals = signal(0)
  private store: StoreDraft = () => undefined

  /** What was typed at a place. A computation that reads this runs again when drafts arrive. */
  find(place: string): Draft | undefined {
    this.arrivals()
    return this.drafts.get(place)
  }

  /** Keeps what is typed, at every key; a text that is as it was saved is no draft. */
  keep(place: string, draft: Draft): void {
    if (draft.text === (draft.base ?? '')) return this.drop(place)
    this.touched.add(place)
    this.drafts.set(place, draft)
    this.store(place, draft)
  }

  /** Forgets what was typed: it is saved, or nobody wants it. */
  drop(place: string): void {
    if (!this.drafts.delete(place)) return
    this.touched.add(place)
    this.store(place, undefined)
  }

  /** Gives back what was discarded: the field at this place takes it, when it is open or as soon as it is. */
  giveBack(place: string, draft: Draft): void {
    this.keep(place, draft)
    this.arrivals.update((count) => count + 1)
  }

  /** Takes the drafts that are stored on the device, and stores all from now on. What was typed meanwhile is newer. */
  open(stored: ReadonlyMap<string, Draft>, store: StoreDraft): void {
    this.store = store
    for (const place of new Set([...this.touched, ...this.drafts.keys()])) store(place, this.drafts.get(place))
    for (const [place, draft] of stored) if (!this.touched.has(place)) this.drafts.set(place, draft)
    this.arrivals.update((count) => count + 1)
  }

  /** Forgets everything, as it belongs to somebody who is gone; what is stored stays. */
  close(): void {
    this.store = () => undefined
    this.drafts.clear()
    this.touched.clear()
  }
}

/** A text of a form. */
export type DraftText = {
  readonly place: () => string
  readonly text: () => string
  /** What is saved now; nothing while nobody knows. */
  readonly saved: () => string | undefined
  readonly restore: (text: string) => void
}

/**
 * Keeps a text of a form as a draft until it is as saved, or empty, and restores it when the form opens again. For a
 * constructor.
 */
export function keepAsDraft({ place, text, saved, restore }: DraftText): void {
  const drafts = inject(Drafts)
  effect(() => {
    const draft = drafts.find(place())
    if (draft && untracked(text) === untracked(saved)) restore(draft.text)
  })
  effect(() => {
    const [typed, base] = [text(), saved()]
    if (base !== undefined) drafts.keep(place(), { text: typed || base, base })
  })
}
