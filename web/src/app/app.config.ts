import { provideHttpClient, withInterceptors, withNoXsrfProtection } from '@angular/common/http'
import { ErrorHandler, provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core'
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
} from '@angular/router'
import { routes } from './app.routes'
import { reportNavigationError, UncaughtErrors } from './failure'
import { provideHeadingFocus } from './heading-focus'
import { PageTitle } from './page-title'
import { authInterceptor } from './sessions/auth-interceptor'
import { provideSession } from './sessions/provide-session'

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    { provide: ErrorHandler, useExisting: UncaughtErrors },
    provideHttpClient(withNoXsrfProtection(), withInterceptors([authInterceptor])),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      withNavigationErrorHandler(reportNavigationError),
    ),
    { provide: TitleStrategy, useExisting: PageTitle },
    provideHeadingFocus(),
    provideSession(),
  ],
}
