import { HttpClient, HttpErrorResponse, type HttpResponse } from '@angular/common/http'
import { inject, Service } from '@angular/core'
import type { Calls } from '@tally/contract'
import { firstValueFrom } from 'rxjs'
import { BASE_PATH } from './base-path'
import { Connection } from './connection'
import { nextPage } from './next-page'
import { toProblem } from './problem'

/** A part of the input: required exactly when the operation requires something in it. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? unknown
  : Partial<Value> extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value }

type Input<K extends keyof Calls> = Part<'params', Calls[K]['params']> &
  Part<'query', Calls[K]['query']> &
  Part<'body', Calls[K]['body']> & { headers?: Record<string, string> }

type Arguments<K extends keyof Calls> = Partial<Input<K>> extends Input<K> ? [input?: Input<K>] : [input: Input<K>]

type ListOf<K extends keyof Calls> = Extract<Calls[K]['answer'], readonly unknown[]>

/** The calls that answer with a list. */
type ListCall = { [K in keyof Calls]: [ListOf<K>] extends [never] ? never : K }[keyof Calls]
type ItemOf<K extends ListCall> = ListOf<K>[number]

/** A part of a list, and how to get the part after it; nothing after the last one. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: (() => Promise<Page<Item>>) | undefined }

type AnyInput = {
  params?: Record<string, string>
  query?: Record<string, string | number | boolean>
  body?: unknown
  headers?: Record<string, string>
}

/** How long a call may take before it counts as unanswered, in milliseconds. */
const patience = 20_000

/**
 * Talks to the server, typed by the contract: `api.call('GET /api/todos/:id', { params: { id } })`. Every failure is an
 * `ApiProblem`. The access token is the interceptor's business, see `sessions/auth-interceptor.ts`.
 */
@Service()
export class Api {
  private readonly http = inject(HttpClient)
  private readonly connection = inject(Connection)
  private readonly basePath = inject(BASE_PATH)

  /** Makes one call and answers its body; `undefined` where the answer has none (204, 304). */
  async call<K extends keyof Calls>(key: K, ...[input]: Arguments<K>): Promise<Calls[K]['answer']> {
    const { method, url } = this.addressOf(key, input)
    const answer = await this.request(method, url, input)
    return (answer?.body ?? undefined) as Calls[K]['answer']
  }

  /** Makes a call that answers in pages, for the first of them. */
  async page<K extends ListCall>(key: K, ...[input]: Arguments<K>): Promise<Page<ItemOf<K>>> {
    const { method, url } = this.addressOf(key, input)
    return this.pageAt(method, url, input)
  }

  private async pageAt<Item>(method: string, url: string, input: AnyInput | undefined): Promise<Page<Item>> {
    const answer = await this.request(method, url, input)
    const next = nextPage(answer?.headers.get('Link') ?? null)
    return {
      items: (answer?.body ?? []) as Item[],
      next: next === undefined ? undefined : () => this.pageAt(method, next, undefined),
    }
  }

  private addressOf(key: string, input: AnyInput | undefined): { method: string; url: string } {
    const [method = '', path = ''] = key.split(' ')
    const url = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(input?.params?.[name] ?? ''))
    return { method, url: this.basePath + url }
  }

  private async request(
    method: string,
    url: string,
    input: AnyInput | undefined,
  ): Promise<HttpResponse<unknown> | undefined> {
    try {
      const answer = await firstValueFrom(
        this.http.request<unknown>(method, url, {
          observe: 'response',
          timeout: patience,
          ...(input?.body === undefined ? {} : { body: input.body }),
          ...(input?.query === undefined ? {} : { params: input.query }),
          ...(input?.headers === undefined ? {} : { headers: input.headers }),
        }),
      )
      this.connection.reached()
      return answer
    } catch (error) {
      if (error instanceof HttpErrorResponse && error.status === 304) return undefined
      const problem = toProblem(error)
      this.connection.reached(problem.code)
      throw problem
    }
  }
}
