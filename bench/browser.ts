import { chromium, type Browser, type Page } from '@playwright/test'
import { chromiumArgs } from '../e2e/chromium-args.ts'

/** A headless Chromium with an empty profile. CHROME_BIN names the program; `npm run bench` finds one. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROME_BIN'] ?? 'chromium',
    args: chromiumArgs,
  })
}

/** Signs in on an empty page, to be led to a path. Gives back when the button was pressed, by `performance.now()`. */
export async function signIn(
  page: Page,
  url: string,
  path: string,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<number> {
  await page.goto(`${url}/login?returnUrl=${encodeURIComponent(path)}`)
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  const pressed = performance.now()
  await page.getByRole('button', { name: 'Sign in' }).click()
  return pressed
}
