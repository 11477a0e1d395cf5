import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { leaseAnswer } from './lease-answer.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'
import { scenes } from './scenes.ts'

const question = 'When does the lease end, and when must notice be given to renew it?'
let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true })
  alcove.ollama?.always({ text: leaseAnswer, delay: 5 })
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('question, evidence, viewer, next evidence and back, by keyboard alone', async ({ page }) => {
  await page.goto(alcove.url)
  await expect(page.getByLabel('Your question')).toBeFocused()
  await page.keyboard.type(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.said .tools')).toBeVisible()
  await tabTo(page, 'button.c[aria-label="Source 1"]')
  await page.keyboard.press('Enter')
  await expect(page.locator('.doc .at')).toContainText('page 3 of 12')
  await page.keyboard.press(']')
  await expect(page.getByText('Evidence 2 of')).toBeVisible()
  await page.keyboard.press('[')
  await expect(page.getByText('Evidence 1 of')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.locator('.doc')).toBeHidden()
  const focused = await page.evaluate(() => document.activeElement?.className)
  await page.keyboard.press('/')

  await expect(page.getByLabel('Your question')).toBeFocused()
  expect(focused).toContain('c')
})

test('quick ask answers in place, grows, and goes on in the window, by keyboard alone', async ({ page, context }) => {
  await page.setViewportSize({ width: 640, height: 480 })
  await page.goto(`${alcove.url}/#/quick-ask`)
  await expect(page.getByLabel('Your question')).toBeFocused()
  const empty = (await page.locator('.quick').boundingBox())?.height ?? 0
  await page.keyboard.type(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.quick aside .name').first()).toBeVisible()
  await expect(page.locator('.quick > footer')).toContainText(/scripted-chat · \d passages? from \d documents?/)
  const full = (await page.locator('.quick').boundingBox())?.height ?? 0

  const [window] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Control+Enter')])
  await expect(window).toHaveURL(/#\/c\/[0-9a-f-]+$/)
  await expect(window.locator('.answer')).toContainText('The lease on 14 Tanner Street')
  await page.goto(`${alcove.url}/#/quick-ask`)
  await page.reload()
  await page.keyboard.type(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.quick aside .name').first()).toBeVisible()
  await tabTo(page, 'aside .name')
  await page.keyboard.press('Enter')
  // The window that is there already shows it.
  await expect(window).toHaveURL(/#\/c\/[0-9a-f-]+\?.*doc=/)

  expect(full).toBeGreaterThan(empty + 100)
})

test('at 200 % zoom and at 420 pixels nothing is cut and notes stand under their paragraph', async ({ page }) => {
  const seen = []
  for (const viewport of [
    { width: 720, height: 450 },
    { width: 420, height: 860 },
  ]) {
    await page.setViewportSize(viewport)
    await page.goto(`${alcove.url}/#/`)
    await ask(page, question)
    await expect(page.locator('.said .tools')).toBeVisible()
    seen.push(
      await page.evaluate(() => {
        const paragraph = document.querySelector('.answer .prose')?.getBoundingClientRect()
        const note = document.querySelector('aside.ev')?.getBoundingClientRect()
        return {
          wide: (document.scrollingElement?.scrollWidth ?? 0) > innerWidth || (paragraph?.right ?? 9_999) > innerWidth,
          under: (note?.top ?? 0) >= (paragraph?.bottom ?? 1) - 1,
          inside: (note?.right ?? 9_999) <= innerWidth,
          composer:
            (document.querySelector('.compose textarea')?.getBoundingClientRect().bottom ?? 9_999) <= innerHeight,
        }
      }),
    )
  }

  const well = { wide: false, under: true, inside: true, composer: true }
  expect(seen).toEqual([well, well])
})

test('with reduced motion nothing moves by itself', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(alcove.url)
  await ask(page, question)
  await expect(page.locator('.answer').first()).toBeVisible()
  const whileWriting = await animations(page)
  await expect(page.locator('.said .tools')).toBeVisible()
  await page.locator('aside .name').first().click()
  await expect(page.locator('.pdf-mark').first()).toBeVisible()

  expect([whileWriting, await animations(page)]).toEqual([[], []])
})

test('right-to-left words are set from the right, in questions and in documents', async ({ page }) => {
  await page.goto(alcove.url)
  await ask(page, 'متى ينتهي عقد الإيجار؟')
  await expect(page.locator('.said .tools')).toBeVisible()
  const asked = await page.locator('.question').evaluate((one) => getComputedStyle(one).direction)
  const { documentId, start } = await alcove.find('ملاحظات.txt', 'عقد الإيجار')
  await page.goto(`${alcove.url}/#/?doc=${documentId}&marks=${start}-${start + 11}`)
  const mark = page.locator('.doc mark').first()
  await expect(mark).toBeVisible()

  expect([asked, await mark.evaluate((one) => getComputedStyle(one).direction)]).toEqual(['rtl', 'rtl'])
})

const states = scenes.filter(({ name, library }) => library === 'full' && /^(ask|viewer|quick|keys)/.test(name))
for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in any of the ${states.length} states (${colorScheme})`, async ({ browser }) => {
    test.setTimeout(300_000)
    const violations: unknown[] = []
    for (const { name, route, prepare } of states) {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' })
      await context.addCookies(alcove.cookies)
      const page = await context.newPage()
      await page.goto(`${alcove.url}/#${route}`)
      await page.locator('main').first().waitFor()
      await prepare?.(page, alcove)
      const checked = await new AxeBuilder({ page }).analyze()
      violations.push(
        ...checked.violations.map(({ id, nodes }) => [name, id, nodes.map(({ html }) => html.slice(0, 200))]),
      )
      await context.close()
    }

    expect(violations).toEqual([])
  })
}

/** Animations that run on, by what they are; those over at once do not count. */
function animations(page: Page) {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter((one) => Number(one.effect?.getComputedTiming().duration) > 1)
      .map((one) => (one instanceof CSSAnimation ? one.animationName : one.id)),
  )
}

async function tabTo(page: Page, selector: string) {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Shift+Tab')
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return
  }
  throw new Error(`${selector} was not reached by the keyboard`)
}

async function ask(page: Page, text: string) {
  await page.getByLabel('Your question').fill(text)
  await page.keyboard.press('Enter')
}
