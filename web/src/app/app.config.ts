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
import { providePageScroll } from './page-scroll'
import { PageTitle } from './page-title'
import { authInterceptor } from './sessions/auth-interceptor'
import { provideSession } from './sessions/provide-session'
import { provideInputMethods } from './ui/fields/input-method'

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    { provide: ErrorHandler, useExisting: UncaughtErrors },
    provideHttpClient(withNoXsrfProtection(), withInterceptors([authInterceptor])),
    provideRouter(
      routes,
      withComponentInputBinding(),
      // Only tells of places to scroll to: see page-scroll.ts.
      withInMemoryScrolling(),
      withNavigationErrorHandler(reportNavigationError),
    ),
    { provide: TitleStrategy, useExisting: PageTitle },
    provideHeadingFocus(),
    provideInputMethods(),
    providePageScroll(),
    provideSession(),
  ],
}
