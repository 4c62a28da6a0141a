import type { HttpEvent, HttpInterceptorFn, HttpRequest } from '@angular/common/http'
import { DOCUMENT, inject } from '@angular/core'
import type { Calls } from '@tally/contract'
import { catchError, from, switchMap, throwError, type Observable } from 'rxjs'
import { BASE_PATH } from '../api/base-path'
import { toProblem } from '../api/problem'
import { Session } from './session'

/** What needs no token; the calls that make, renew and end one are among them, or they would wait for themselves. */
const anonymous: ReadonlySet<string> = new Set([
  'POST /api/auth',
  'POST /api/auth/refresh',
  'POST /api/auth/logout',
  'GET /api/setup',
  'POST /api/setup',
  'POST /api/invitations/check',
  'POST /api/join',
  'GET /healthz',
] satisfies (keyof Calls)[])

/**
 * Sends the access token with every request to this app's own server, and to nobody else. A token that is about to end
 * is renewed first; one the server refuses is replaced and the request made once more. A 403 is an answer, not a matter
 * of the token.
 */
export const authInterceptor: HttpInterceptorFn = (request, next) => {
  const page = inject(DOCUMENT).location
  const target = URL.parse(request.url, page.href)
  const basePath = inject(BASE_PATH)
  // Scheme, host and port: `origin` is all three. Beside our path there may be another app on the same host.
  if (target?.origin !== page.origin || !target.pathname.startsWith(`${basePath}/`)) return next(request)
  const call = `${request.method} ${target.pathname.slice(basePath.length)}`
  if (anonymous.has(call)) return next(request)

  const session = inject(Session)
  const send = (token: string): Observable<HttpEvent<unknown>> => next(withToken(request, token))
  return from(session.accessToken()).pipe(
    switchMap((token) =>
      send(token).pipe(
        catchError((error: unknown) =>
          toProblem(error).code === 'invalid-token'
            ? from(session.replaceToken(token)).pipe(switchMap(send))
            : throwError(() => error),
        ),
      ),
    ),
  )
}

function withToken<T>(request: HttpRequest<T>, token: string): HttpRequest<T> {
  return request.clone({ setHeaders: { Authorization: `Bearer ${token}` } })
}
