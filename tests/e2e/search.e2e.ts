import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove()
})
test.afterAll(() => alcove.stop())

test.beforeEach(async ({ page, context }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(`${alcove.url}/#/search`)
})

test('results stand by document as one types, the words marked, the first beside them', async ({ page }) => {
  await search(page, 'renewal notice')

  const lease = page.getByRole('region', { name: 'Lease 14 Tanner Street.pdf' })
  await expect(lease.locator('mark').first()).toBeVisible()
  await expect(lease.getByText('Page 9', { exact: true })).toBeVisible()
  await expect(page.locator('.sum')).toHaveText(/\d+ passages? in \d documents? · (<1|\d+) ms/)
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText(/Lease 14|Minutes|Letter/)
})

test('arrow keys move, Enter opens the passage, Esc goes back and then empties the box', async ({ page }) => {
  await search(page, 'lease')
  await expect(page.locator('.hit').nth(1)).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('.hit').nth(1)).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('Enter')
  await expect(page.locator('.doc')).toBeVisible()
  expect(page.url()).toContain('marks=')
  await page.keyboard.press('Escape')
  await expect(page.locator('.doc')).toBeHidden()
  await expect(page.getByLabel('Search everything')).toHaveValue('lease')
  await page.getByLabel('Search everything').press('Escape')
  await expect(page.getByLabel('Search everything')).toHaveValue('')
})

test('passages that are folded away are shown on demand', async ({ page }) => {
  await search(page, 'tenant')
  const lease = page.getByRole('region', { name: 'Lease 14 Tanner Street.pdf' })
  await expect(lease.locator('.hit')).toHaveCount(2)
  await lease.getByRole('button', { name: /more in this document/ }).click()
  expect(await lease.locator('.hit').count()).toBeGreaterThan(2)
})

test('a filter narrows, shows its value, and is lifted', async ({ page }) => {
  await search(page, 'lease')
  await page.getByRole('button', { name: /^Type/ }).click()
  await page.getByRole('menuitemcheckbox', { name: /^Markdown/ }).click()
  await page.keyboard.press('Escape')
  await expect(page.locator('.group')).toHaveCount(1)
  await page.getByRole('button', { name: 'Without Type: Markdown' }).click()
  await expect(page.getByRole('region', { name: 'Lease 14 Tanner Street.pdf' })).toBeVisible()
})

test('an empty search says so and offers ways out that bring something', async ({ page }) => {
  await search(page, 'stairs')
  await page.getByRole('button', { name: 'Any date' }).click()
  await page.getByRole('menuitemradio', { name: 'Over a year ago' }).click()
  await expect(page.getByText('Nothing left by these filters')).toBeVisible()
  await expect(page.getByRole('button', { name: /Without Over a year ago.*passage/ })).toBeVisible()
  expect(await foundByAxe(page)).toEqual([])
  await page
    .getByRole('button', { name: /Without Over a year ago/ })
    .first()
    .click()
  await expect(page.locator('.hit').first()).toBeVisible()
})

test('a search is an address that can be kept', async ({ page }) => {
  await search(page, 'rent')
  await expect(page).toHaveURL(/q=rent/)
  await page.reload()
  await expect(page.getByLabel('Search everything')).toHaveValue('rent')
  await expect(page.locator('.hit').first()).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the search page (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    const before = await foundByAxe(page)
    await search(page, 'lease')
    await expect(page.locator('.hit').first()).toBeVisible()

    expect([...before, ...(await foundByAxe(page))]).toEqual([])
  })
}

async function search(page: Page, words: string) {
  await page.getByLabel('Search everything').pressSequentially(words)
}

async function foundByAxe(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])
}
