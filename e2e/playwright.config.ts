import { defineConfig } from '@playwright/test'
import { chromiumArgs } from './chromium-args.ts'

const desktop = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  // Ends what hangs, also where machines are slow: how long something may take is said beside it.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    viewport: desktop,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    // What a test puts in the way of requests is not seen by a service worker, and pages that keep the app on the
    // device hide what the server sends. The tests that are about it allow it: app-shell, secrets.
    serviceWorkers: 'block',
    launchOptions: {
      executablePath: process.env['CHROME_BIN'] ?? '',
      args: chromiumArgs,
    },
  },
  projects: [
    { name: 'desktop', testMatch: '*.spec.ts', testIgnore: 'screenshots.spec.ts' },
    { name: 'phone', testMatch: ['phone.spec.ts', 'accessible.spec.ts'], use: { viewport: phone, hasTouch: true } },
  ],
})
