import { expect, row, signIn, signOut, test } from './tally-test.ts'
import type { Page } from '@playwright/test'

/** Has the page remember every violation of its policy, before any other script runs. */
async function watchPolicy(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const broken: string[] = []
    Object.assign(window, { brokenRules: broken })
    document.addEventListener('securitypolicyviolation', (event) => {
      broken.push(`${event.effectiveDirective} ${event.blockedURI}`)
    })
  })
}

type WithPolicies = { trustedTypes: { createPolicy(name: string, rules: object): unknown } }

function violationsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { brokenRules: string[] }).brokenRules)
}

test('no page of the app breaks its own content security policy', async ({ page, demo }) => {
  test.setTimeout(90_000)
  await watchPolicy(page)
  await page.goto(`${demo.url}/login`)
  expect(await violationsOn(page)).toEqual([])
  await signIn(page, demo.url)
  const paths = [
    '/todos/today',
    '/todos/upcoming',
    '/todos/list/inbox',
    '/search',
    '/trash',
    '/users',
    '/users/audit',
    '/settings',
  ]
  for (const path of [...paths, '/settings/password', '/settings/sessions']) {
    await page.goto(demo.url + path)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    expect(await violationsOn(page), path).toEqual([])
  }
  await page.goto(`${demo.url}/todos/list/inbox`)
  await row(page, 'Get Milk').hover()
  await page.getByRole('button', { name: 'Details of Get Milk' }).click()
  const notes = page.getByRole('textbox', { name: 'Notes' })
  await notes.fill('**bold** <img src=x onerror=alert(1)>')
  await notes.blur()
  await expect(page.locator('strong', { hasText: 'bold' })).toBeVisible()
  await signOut(page)
  expect(await violationsOn(page)).toEqual([])
})

test('the policy holds: what an attacker would try first is refused', async ({ page, demo, watcher }) => {
  await watchPolicy(page)
  await page.goto(`${demo.url}/login`)
  const tried = await page.evaluate(() => {
    const attempt = (act: () => unknown) => {
      try {
        act()
        return 'done'
      } catch (error) {
        return error instanceof Error ? error.name : 'refused'
      }
    }
    const script = document.createElement('script')
    return {
      html: attempt(() => (document.body.innerHTML = '<b>hello</b>')),
      scriptAddress: attempt(() => (script.src = 'https://evil.example/x.js')),
      policy: attempt(() => (window as unknown as WithPolicies).trustedTypes.createPolicy('mine', {})),
      frameable: window.top === window,
    }
  })
  expect(tried).toEqual({ html: 'TypeError', scriptAddress: 'TypeError', policy: 'TypeError', frameable: true })
  await page.evaluate(() => {
    const image = document.createElement('img')
    image.src = 'https://evil.example/steal?cookie'
    document.body.append(image)
  })
  await expect.poll(() => violationsOn(page)).toContain('img-src https://evil.example/steal?cookie')
  // They are what this test asked for.
  await expect.poll(() => watcher.complaints.length).toBe(4)
  watcher.complaints.length = 0
})
