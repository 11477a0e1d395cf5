import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { writeOfficeFolder } from './office-folder.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ write: (folder) => writeOfficeFolder(join(folder, 'Office')) })
})
test.afterAll(() => alcove.stop())

test.beforeEach(async ({ page, context }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(`${alcove.url}/#/library`)
  await expect(page.getByRole('row', { name: /stairs\.py/ }).first()).toBeVisible()
})

test('what is filtered is in the address, so that Back leads to what was shown before', async ({ page }) => {
  await page.getByRole('button', { name: 'Type' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Code' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '3')
  await page.getByRole('button', { name: /^Failed/ }).click()
  await expect(page.getByText('Nothing is left by these filters.')).toBeVisible()

  await page.goBack()
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '3')
  await page.goBack()
  await expect(page.getByRole('row', { name: /Snag list/ })).toBeVisible()
})

test('rows are selected by keyboard, tagged together, and found by their tag', async ({ page }) => {
  await page.getByLabel('Filter by name').fill('Fee proposal')
  const grid = page.getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', '4')
  await grid.focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowUp')
  await expect(page.getByText('2 selected')).toBeVisible()
  await page.keyboard.press('Control+a')
  await expect(page.getByText('3 selected')).toBeVisible()

  await page.keyboard.press('t')
  await expect(page.getByRole('dialog', { name: 'Tag 3 documents' })).toBeVisible()
  await page.keyboard.type('mill lane')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option', { name: /mill lane.*on all/ })).toBeVisible()
  expect(await seriousIn(page)).toEqual([])
  await page.keyboard.press('Escape')

  await page.keyboard.press('Escape')
  await page.getByLabel('Filter by name').fill('')
  await page.getByRole('button', { name: 'Tag', exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: /mill lane/ }).click()
  await page.keyboard.press('Escape')
  await expect(grid).toHaveAttribute('aria-rowcount', '4')
})

test('a category is given from the menu of a row, and taken back by Undo', async ({ page }) => {
  const row = page.getByRole('row', { name: /Snag list/ })
  await row.hover()
  await row.getByRole('button', { name: 'Actions for Snag list.md' }).click()
  await page.getByRole('menuitem', { name: 'Category…' }).click()
  await page.getByLabel('Find or make a category').first().fill('Law/Leases')
  await page.keyboard.press('Enter')
  await expect(row).toContainText('Law/Leases')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).not.toContainText('Law/Leases')
})

test('a removed document comes back by Undo, and from the bin', async ({ page }) => {
  const row = page.getByRole('row', { name: /Snag list/ })
  await page.getByLabel('Filter by name').fill('Snag')
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '2')
  await page.getByRole('grid').focus()
  await page.keyboard.press('Delete')
  await expect(page.getByText('“Snag list.md” removed')).toBeVisible()
  await expect(row).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).toContainText('Ready', { timeout: 60_000 })

  await page.getByRole('grid').focus()
  await page.keyboard.press('Delete')
  await expect(row).toBeHidden()
  await page.getByLabel('Filter by name').fill('')
  await page.getByRole('button', { name: /^Bin 1/ }).click()
  expect(await seriousIn(page)).toEqual([])
  await page.getByRole('button', { name: /^Restore Snag list/ }).click()
  await expect(page.getByText('The bin is empty.')).toBeVisible()
  await page.getByRole('button', { name: /^All/ }).click()
  await expect(row).toContainText('Ready', { timeout: 60_000 })
})

test('the tree is walked by keyboard, down to a message in a mailbox', async ({ page }) => {
  await page.keyboard.press('v')
  const tree = page.getByRole('treegrid')
  const archive = page.getByRole('row', { name: /^Archive/ })
  await expect(page.getByRole('row', { name: /^Office/ })).toBeVisible()
  await tree.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(archive).toContainText('2 could not be read · 42 ready')
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('row', { name: /Office\.mbox/ })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('row', { name: /Re: Stair at Mill Lane/ })).toBeVisible()
  expect(await seriousIn(page)).toEqual([])
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.locator('.doc')).toContainText('handrail on both sides')
  await page.keyboard.press('Escape')
  await page.keyboard.press('v')
  await expect(page.getByRole('grid')).toBeVisible()
})

test('rules say what they would leave out while they are typed, and the library follows them', async ({ page }) => {
  await page.keyboard.press('s')
  await page.getByRole('button', { name: 'What papers leaves out' }).click()
  await page.getByLabel('Rules', { exact: true }).fill('drafts/')
  await expect(page.getByText(/^Leaves out 4; 2 files leave the library;/)).toBeVisible()
  await expect(page.getByText('drafts/, your rule for this source')).toBeVisible()
  expect(await seriousIn(page)).toEqual([])
  await page.getByRole('button', { name: 'Keep these rules' }).click()
  // The list of sources stands below it; Esc closes whichever is on top at that moment.
  await expect(page.getByRole('dialog', { name: 'What “papers” leaves out' })).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Sources' })).toBeHidden()
  await expect(page.getByRole('row', { name: /Fee proposal, first/ })).toBeHidden({ timeout: 60_000 })

  await page.getByRole('button', { name: 'Left out' }).click()
  await expect(page.getByText('Office/Projects/Mill Lane/drafts/')).toBeVisible()
  await expect(page.getByText('hidden, Alcove leaves it out by itself')).toBeVisible()
  expect(await seriousIn(page)).toEqual([])
})

test('an empty search leads to the reason, and the reason to its remedy', async ({ page }) => {
  await page.goto(`${alcove.url}/#/search?q=zzyzx`)
  await page.getByRole('button', { name: /Find out why/ }).click()
  await page.getByLabel('Name or path of the file').first().fill('Broken')
  await page.getByRole('option', { name: 'Broken scan.pdf' }).click()
  await expect(page.getByText('is damaged or incomplete')).toBeVisible()
  await expect(page.getByText('It is not found, because of one step:')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(await seriousIn(page)).toEqual([])
})

test('the passages of a document lead to their places in it', async ({ page }) => {
  const row = page.getByRole('row', { name: /Snag list/ })
  await row.hover()
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Passages' }).click()
  await expect(page.getByRole('dialog', { name: /Snag list/ })).toContainText('1 passage')
  expect(await seriousIn(page)).toEqual([])
  await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click()
  await expect(page.locator('.doc mark').first()).toBeVisible()
})

test('a collection is made, asked and removed', async ({ page }) => {
  await page.keyboard.press('s')
  await page.getByRole('button', { name: 'New collection' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Everything')
  await page.getByRole('checkbox', { name: /papers/ }).click()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByText('Everything')).toBeVisible()
  await page.goto(`${alcove.url}/#/`)
  await page.getByRole('button', { name: 'Sources: All sources' }).click()
  await page.getByRole('menuitemradio', { name: /Everything/ }).click()
  await expect(page.getByRole('button', { name: 'Sources: Everything' })).toBeVisible()
})

async function seriousIn(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])
}
