import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true })
})
test.afterAll(() => alcove.stop())
test.beforeEach(async ({ page, context }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(alcove.url)
  await expect(page.getByLabel('Your question')).toBeFocused()
})

test('it opens over what is typed, and Esc gives the focus back with nothing lost', async ({ page }) => {
  await page.keyboard.type('When does the')
  await call(page)
  await page.keyboard.press('Escape')

  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeHidden()
  await expect(page.getByLabel('Your question')).toBeFocused()
  await page.keyboard.type(' lease end?')
  await expect(page.getByLabel('Your question')).toHaveValue('When does the lease end?')
})

test('a document opens by its name', async ({ page }) => {
  await call(page, 'lease')
  await expect(page.getByRole('option', { name: /Lease 14 Tanner Street\.pdf/ })).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('[role=option][data-highlighted]')).toContainText('Lease 14 Tanner Street.pdf')
  await page.keyboard.press('Enter')

  await expect(page.locator('.doc .name')).toHaveText('Lease 14 Tanner Street.pdf')
})

test('a page is found by some of its letters, and what was used last comes first', async ({ page }) => {
  await call(page, 'privacy')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Privacy', level: 1 })).toBeVisible()

  await call(page)
  await expect(page.locator('[role=option][data-highlighted]')).toContainText('Settings: Privacy')
})

test('words that name nothing are searched or asked for', async ({ page }) => {
  await call(page, 'party wall')
  await page.getByRole('option', { name: 'Search everything for “party wall”' }).click()

  await expect(page).toHaveURL(/#\/search\?q=/)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the palette (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await call(page, 'le')
    await expect(page.getByRole('option').first()).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()

    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
  })
}

async function call(page: Page, typed = '') {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'What to do or to open' })).toBeFocused()
  await page.keyboard.type(typed)
}
