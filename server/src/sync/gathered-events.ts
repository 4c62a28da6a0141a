import type { ListEvent } from '../changes/list-events.ts'

/** News of a while, each thing once: a list at its newest `ver`, a person with other lists or roles than before. */
export class GatheredEvents {
  readonly vers = new Map<string, number>()
  readonly people = new Set<string>()

  add(news: ListEvent): void {
    if (news.kind === 'access') this.people.add(news.userId)
    else this.vers.set(news.listId, Math.max(news.ver, this.vers.get(news.listId) ?? 0))
  }

  get isEmpty(): boolean {
    return this.vers.size === 0 && this.people.size === 0
  }

  /** People first: what they may see now, before what is new in it. */
  toEvents(): ListEvent[] {
    return [
      ...[...this.people].map((userId) => ({ kind: 'access' as const, userId })),
      ...[...this.vers].map(([listId, ver]) => ({ kind: 'changed' as const, listId, ver })),
    ]
  }
}
