import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { conversationScenes } from './conversation-scenes.ts'
import { encryptionScenes } from './encryption-scenes.ts'
import { leaseAnswer } from './lease-answer.ts'
import { libraryScenes } from './library-scenes.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'
import { type Scene, scenes } from './scenes.ts'
import { settingsScenes } from './settings-scenes.ts'

const folder = 'artifacts'
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 800 },
  { width: 420, height: 860 },
]

/** Makes a picture of every page and state, light and dark, at three widths, from the real program. */
async function takeScreenshots(only: string | undefined) {
  await mkdir(folder, { recursive: true })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const libraries = {
    full: await startAlcove({ withModel: true }),
    empty: await startAlcove({ withModel: true, empty: true }),
    bare: await startAlcove(),
  }
  libraries.full.ollama?.always({ text: leaseAnswer, delay: 15 })
  try {
    for (const scene of [
      ...scenes,
      ...conversationScenes,
      ...libraryScenes,
      ...settingsScenes,
      ...encryptionScenes,
    ].filter(({ name }) => !only || name.includes(only))) {
      await takeScene(browser, libraries[scene.library], scene)
    }
  } finally {
    await browser.close()
    await Promise.all(Object.values(libraries).map((library) => library.stop()))
  }
}

async function takeScene(browser: Browser, alcove: RunningAlcove, { name, route, prepare }: Scene) {
  for (const viewport of sizes) {
    const context = await browser.newContext({ viewport, colorScheme: 'light', reducedMotion: 'reduce' })
    await context.addCookies(alcove.cookies)
    const page: Page = await context.newPage()
    await page.goto(`${alcove.url}/#${route}`)
    await page.locator('main').first().waitFor()
    await prepare?.(page, alcove)
    await page.evaluate(() => document.fonts.ready)
    // The state is reached once for both looks: a question asked twice takes twice the time.
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${viewport.width}.png`) })
    }
    await context.close()
  }
}

await takeScreenshots(process.argv[2])
