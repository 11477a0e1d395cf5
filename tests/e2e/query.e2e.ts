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

test('a field is completed by the keyboard, narrows what is found, and lists documents without words', async ({
  page,
}) => {
  const box = page.getByLabel('Search everything')
  await box.pressSequentially('lease type:mark')
  await expect(page.getByRole('option', { name: /^markdown/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('lease type:markdown ')
  await expect(page.locator('.group')).toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Minutes 4 March 2026.md' })).toBeVisible()

  await box.fill('type:csv ')
  await expect(page.getByRole('region', { name: 'Budget 2027.csv' })).toBeVisible()
})

test('what is wrong is pointed at, in the words and in the box, and a mistyped word is mended', async ({ page }) => {
  const box = page.getByLabel('Search everything')
  await box.fill('lease type:pfd ')
  const remark = page.getByText('No document is of the type “pfd”. Did you mean type:pdf?')
  await expect(remark).toBeVisible()
  await page.getByRole('button', { name: 'Show pfd' }).click()
  expect(
    await box.evaluate((input: HTMLInputElement) =>
      input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0),
    ),
  ).toBe('pfd')

  await box.fill('tennant ')
  await page.getByRole('button', { name: 'tenant', exact: true }).click()
  await expect(box).toHaveValue('tenant ')
  await expect(page.locator('.hit mark').first()).toHaveText(/tenant/i)
})

test('the help names every part of the language, and each can be tried', async ({ page }) => {
  await page.getByLabel('Search everything').fill('lease')
  await page.getByRole('button', { name: 'How to search' }).click()
  const help = page.getByRole('dialog', { name: 'How to search' })
  await expect(help.getByText('after:2026', { exact: true })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
  await help.getByRole('button', { name: /^type:pdf/ }).click()
  await expect(page.getByLabel('Search everything')).toHaveValue('lease type:pdf ')
  await expect(page.getByLabel('Search everything')).toBeFocused()
})

test('a search is saved with its filters, found again in the side bar, renamed, removed and brought back', async ({
  page,
}) => {
  const box = page.getByLabel('Search everything')
  await box.fill('lease')
  await page.getByRole('button', { name: /^Type/ }).click()
  await page.getByRole('menuitemcheckbox', { name: /^PDF/ }).click()
  await page.keyboard.press('Escape')
  await box.press('Control+d')
  const saved = page.getByRole('region', { name: 'Saved searches' })
  await expect(saved.getByRole('link', { name: 'lease type:pdf' })).toBeVisible()

  await saved.getByRole('link', { name: 'lease type:pdf' }).hover()
  await saved.getByRole('button', { name: 'More about lease type:pdf' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('The lease')
  await page.keyboard.press('Enter')
  await box.fill('rent')
  await saved.getByRole('link', { name: 'The lease' }).click()
  await expect(box).toHaveValue('lease type:pdf')

  await saved.getByRole('link', { name: 'The lease' }).hover()
  await saved.getByRole('button', { name: 'More about The lease' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(saved).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(saved.getByRole('link', { name: 'The lease' })).toBeVisible()
})

test('what was searched lately is offered again, and forgotten on demand', async ({ page }) => {
  const box = page.getByLabel('Search everything')
  await box.fill('landlord')
  await expect(page.locator('.hit').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.locator('.doc')).toBeVisible()
  await page.goto(`${alcove.url}/#/search`)
  await page.getByRole('button', { name: 'landlord', exact: true }).click()
  await expect(box).toHaveValue('landlord')
  await box.fill('')
  await page.getByRole('button', { name: 'Forget these' }).click()
  await expect(page.getByText('Lately')).toBeHidden()
})

test('more like a passage shows other documents, and leads back', async ({ page }) => {
  const box = page.getByLabel('Search everything')
  await box.fill('office ends in a year')
  await expect(page.locator('.hit').first()).toBeVisible()
  await page.getByRole('region', { name: 'Preview' }).getByRole('button', { name: 'More like this' }).click()
  await expect(page.locator('.remarks')).toContainText('More like Minutes 4 March 2026.md')
  await expect(page.locator('.group').first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Minutes 4 March 2026.md' })).toBeHidden()
  await page.getByRole('button', { name: 'Back to the search' }).click()
  await expect(page.getByRole('region', { name: 'Minutes 4 March 2026.md' })).toBeVisible()
})

test('why these: what each step found, with ranks and scores', async ({ page }) => {
  await page.getByLabel('Search everything').fill('when does the lease end')
  await page.getByRole('link', { name: 'Why these' }).click()
  const steps = page.getByRole('region', { name: 'Steps' })
  await expect(steps.getByRole('row')).toHaveCount(7)
  await expect(page.getByRole('region', { name: 'How it was understood' })).toContainText('lease')
  const first = page.getByRole('region', { name: 'Ranks' }).getByRole('row').nth(1)
  await expect(first).toContainText('yes')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect((await axe(page)).map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  }
  await page.setViewportSize({ width: 420, height: 860 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420)
  await first.getByRole('button').click()
  await expect(page.locator('.doc')).toBeVisible()
})

async function axe(page: Page) {
  return (await new AxeBuilder({ page }).analyze()).violations
}
