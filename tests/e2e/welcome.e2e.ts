import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.beforeEach(async ({ page, context }) => {
  alcove = await startAlcove({ withModel: true, empty: true })
  await context.addCookies(alcove.cookies)
  await page.goto(alcove.url)
})
test.afterEach(() => alcove.stop())

test('the first start welcomes, says what is on this machine, and axe finds nothing', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Ask your own documents, and see the very words that answer',
  )
  await expect(page.getByText('Everything works; answers are quotes from your documents')).toBeVisible()
  await expect(page.getByText(/Running, with scripted-(chat|think) and scripted-(chat|think)/)).toBeVisible()

  const found: unknown[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    found.push(...violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]))
  }
  expect(found).toEqual([])
})

test('the sample library can be asked within seconds, by keyboard alone', async ({ page }) => {
  await page.getByRole('button', { name: 'Choose a folder' }).focus()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Open the sample library' })).toBeFocused()
  await page.keyboard.press('Enter')

  await expect(page.getByLabel('Your question')).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Pages and conversations' })).toContainText('22 documents ready', {
    timeout: 60_000,
  })
  await expect(page.getByRole('list', { name: 'Examples' }).getByRole('button')).toHaveCount(3)
})

test('a folder is chosen by typing its path, and is read', async ({ page }) => {
  await page.getByRole('button', { name: 'Choose a folder' }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose a folder' })
  await dialog.getByLabel('Path of the folder').fill(alcove.papers)
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText(/\d+ files here that Alcove reads/)
  await dialog.getByRole('button', { name: 'Add this folder' }).click()

  await expect(page).toHaveURL(/#\/library/)
  await expect(page.getByText('Lease 14 Tanner Street.pdf')).toBeVisible({ timeout: 60_000 })
  await page.goto(`${alcove.url}/#/`)
  await expect(page.getByLabel('Your question')).toBeVisible()
})

test('it can wait until later, and does not come back', async ({ page }) => {
  await page.getByRole('button', { name: 'I’ll do it later' }).click()
  await expect(page.getByText('There is nothing to ask yet.')).toBeVisible()

  await page.reload()
  await expect(page.getByText('There is nothing to ask yet.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'I’ll do it later' })).toBeHidden()
})
