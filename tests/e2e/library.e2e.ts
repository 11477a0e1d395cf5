import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { writeMixedFolder } from './mixed-folder.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ empty: true })
  await writeMixedFolder(join(alcove.papers, '..', 'mixed'))
})
test.afterAll(() => alcove.stop())

test.beforeEach(async ({ page, context }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(`${alcove.url}/#/library`)
  // The page of the library is loaded when it is gone to; before that it has no keys.
  await page.locator('main').waitFor()
})

test('an empty library teaches the ways to begin', async ({ page }) => {
  await expect(page.getByText('Nothing is here yet.')).toBeVisible()
  expect(await seriousIn(page)).toEqual([])
})

test('a folder is chosen by keyboard alone, and its files appear with their states', async ({ page }) => {
  await page.keyboard.press('Control+Shift+A')
  const path = page.getByLabel('Path of the folder')
  await expect(path).toBeFocused()
  await path.fill(join(alcove.papers, '..'))
  await path.press('Enter')
  await expect(page.getByRole('button', { name: 'mixed' })).toBeVisible()
  expect(await seriousIn(page)).toEqual([])
  await page.getByRole('list', { name: 'Folders in it' }).press('ArrowDown')
  await page.getByRole('button', { name: 'mixed' }).press('Enter')
  await expect(path).toHaveValue(join(alcove.papers, '..', 'mixed'))
  await page.getByRole('button', { name: 'Add this folder' }).press('Enter')

  await expect(page.getByText(/\d+ files are being read/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Ready 42/ })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Failed 2' })).toBeVisible()
})

test('a failed file says why in its row and is tried again once it is put right', async ({ page }) => {
  await page.getByRole('button', { name: 'Failed 2' }).click()
  const locked = page.getByRole('row', { name: /Budget, signed\.pdf/ })
  await expect(locked).toContainText('Locked with a password. Save a copy without one, then')
  const broken = page.getByRole('row', { name: /Broken scan\.pdf/ })
  await expect(broken).toContainText('Damaged or incomplete')

  const folder = join(alcove.papers, '..', 'mixed')
  await rename(join(folder, 'Budget.pdf'), join(folder, 'Broken scan.pdf'))
  await broken.getByRole('button', { name: /Try again/ }).click()
  await expect(page.getByRole('button', { name: 'Failed 1' })).toBeVisible({ timeout: 60_000 })
})

test('rows are sorted, filtered and opened by keyboard', async ({ page }) => {
  const byName = page.getByRole('columnheader', { name: 'Name' }).getByRole('button')
  const first = page.locator('.rows-in-sight .name').first()
  await page.getByLabel('Filter by name').fill('note')
  await byName.click()
  await expect(first).toHaveText('Note 1.md')
  await byName.click()
  await expect(first).toHaveText('Note 9.md')
  await page.getByLabel('Filter by name').fill('note 1')
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '12')
  await page.getByRole('grid').press('ArrowDown')
  await page.getByRole('grid').press('Enter')
  await expect(page.locator('.doc .name')).toHaveText(/Note 1\d?\.md/)
  await page.keyboard.press('Escape')
  await expect(page.locator('.doc')).toBeHidden()
})

test('work can be paused and gone on with', async ({ page }) => {
  await alcove.pause()
  const folder = join(alcove.papers, '..', 'later')
  await mkdir(folder)
  await writeFile(join(folder, 'Later.md'), '# Later\n\nThis is read once the pause is over.\n')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Files by their path' }).click()
  await page.getByLabel('Paths').fill(folder)
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click()
  await expect(page.getByText('Paused, 1 file to read')).toBeVisible()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('Paused, 1 file to read')).toBeHidden()
  await expect(page.getByRole('row', { name: /Later\.md/ })).toContainText('Ready', { timeout: 60_000 })
})

test('a text is pasted and kept under its first words', async ({ page }) => {
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Paste a text' }).click()
  await page
    .getByLabel('Text', { exact: true })
    .fill('Call with the surveyor\n\nThe rooflight leaks at its lower edge.')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByRole('row', { name: /Call with the surveyor.*Pasted text/ })).toBeVisible()
})

test('a file dropped on the page is copied into the library', async ({ page }) => {
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['The kiln is fired on Tuesdays.'], 'Kiln.txt', { type: 'text/plain' }))
    return transfer
  })
  await page.dispatchEvent('main', 'dragenter', { dataTransfer: data })
  await expect(page.getByText('Drop to add to the library.')).toBeVisible()
  await page.dispatchEvent('main', 'drop', { dataTransfer: data })
  await expect(page.getByRole('row', { name: /Kiln/ })).toBeVisible()
})

test('a source is removed and brought back within ten seconds', async ({ page }) => {
  await page.getByRole('button', { name: 'Sources' }).click()
  await page.getByRole('button', { name: 'Remove later from the library' }).click()
  await expect(page.getByText('“later” removed, with 1 document')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'Remove later from the library' })).toBeVisible()
  expect(await seriousIn(page)).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in a full library (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await expect(page.getByRole('row', { name: /Kiln/ })).toBeVisible()
    expect(await seriousIn(page)).toEqual([])
  })
}

async function seriousIn(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])
}
