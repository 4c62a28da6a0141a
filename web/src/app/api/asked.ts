import { computed, effect, inject, PendingTasks, signal, untracked, type Signal } from '@angular/core'

/**
 * What the server was asked for, and has answered or not. Smaller than Angular's `resource`, whose streams are not
 * needed.
 */
export type Asked<Value> = {
  /** The answer, also while it is asked for anew; undefined before, and when it failed. */
  readonly value: Signal<Value | undefined>
  readonly isLoading: Signal<boolean>
  /** Why there is no answer. */
  readonly error: Signal<unknown>
  readonly hasFailed: Signal<boolean>
  /** Asks anew. */
  reload(): void
  /** Puts another value in its place; an answer that is on its way no longer counts. */
  set(value: Value | undefined): void
}

/** Asked for what, and how many times. */
type Request<Params> = { readonly of: { readonly params: Params | undefined }; readonly round: number }
type Outcome<Value> = { readonly value?: Value | undefined; readonly error?: unknown }

/**
 * Asks now, and again whenever `params` have changed, which takes away the answer to the earlier ones. Nothing is asked
 * while they are undefined. Call it where `inject` may be called.
 */
export function asked<Value, Params>(
  params: () => Params | undefined,
  load: (params: Params) => Promise<Value>,
): Asked<Value> {
  const tasks = inject(PendingTasks)
  const wanted = computed(params)
  const current = computed(() => ({ params: wanted() }))
  const round = signal(0)
  const request = computed((): Request<Params> => ({ of: current(), round: round() }))
  const last = signal<{ readonly to: Request<Params>; readonly outcome: Outcome<Value> } | undefined>(undefined)
  const isLoading = computed(() => request().of.params !== undefined && last()?.to !== request())
  /** The answer to what is asked now, be it from before it was asked for anew. */
  const outcome = computed(() => (last()?.to.of === current() ? last()?.outcome : undefined))

  effect(() => {
    const to = request()
    const asking = to.of.params
    if (asking === undefined) return
    const settle = (result: Outcome<Value>) => {
      if (untracked(request) === to && untracked(last)?.to !== to) last.set({ to, outcome: result })
    }
    void untracked(() => load(asking))
      .then(
        (value) => settle({ value }),
        (error: unknown) => settle({ error }),
      )
      .finally(tasks.add())
  })

  return {
    value: computed(() => outcome()?.value),
    isLoading,
    error: computed(() => (isLoading() ? undefined : outcome()?.error)),
    hasFailed: computed(() => !isLoading() && outcome()?.error !== undefined),
    reload: () => round.update((number) => number + 1),
    set: (value) => last.set({ to: untracked(request), outcome: { value } }),
  }
}
