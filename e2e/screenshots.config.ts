import { defineConfig } from '@playwright/test'
import tests from './playwright.config.ts'

/** Takes the pictures in docs/screenshots anew: `npm run screenshots`. */
export default defineConfig({ ...tests, projects: [{ name: 'screenshots', testMatch: 'screenshots.spec.ts' }] })
