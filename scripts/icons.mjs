/** `node scripts/icons.mjs`: draws the icons of the installed app from the mark, into web/public/icons. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { requireChromium } from './chromium.mjs'
import { root } from './root.mjs'

const publicFolder = join(root, 'web', 'public')
const mark = `data:image/svg+xml;base64,${readFileSync(join(publicFolder, 'favicon.svg')).toString('base64')}`
const paper = '#faf8f4'

/**
 * How large, how much of that the mark takes, and how round the paper is. A maskable icon is cut to any shape, so that
 * only its inner 80 % are sure to be seen; Apple rounds by itself.
 */
const icons = [
  { name: '192', size: 192, mark: 0.62, round: 0.22 },
  { name: '512', size: 512, mark: 0.62, round: 0.22 },
  { name: 'maskable', size: 512, mark: 0.46, round: 0 },
  { name: 'apple', size: 180, mark: 0.58, round: 0 },
]

const browser = await chromium.launch({ executablePath: await requireChromium(), args: ['--no-sandbox'] })
const page = await browser.newPage({ colorScheme: 'light' })
for (const icon of icons) {
  await page.setViewportSize({ width: icon.size, height: icon.size })
  await page.setContent(
    `<body style="margin: 0"><div style="display: grid; place-items: center; block-size: 100vh; background: ${paper};
    border-radius: ${icon.round * icon.size}px"><img src="${mark}" style="inline-size: ${icon.mark * 100}%"></div>`,
  )
  await page.screenshot({ path: join(publicFolder, 'icons', `${icon.name}.png`), omitBackground: true })
}
await browser.close()
