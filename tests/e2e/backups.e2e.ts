import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove()
  await mkdir(placeOf(alcove))
})
test.afterAll(() => alcove.stop())
test.beforeEach(async ({ context, page }) => {
  await context.addCookies(alcove.cookies)
  await go(page)
})

test('backups are off with a reason, and turned on with a folder that is chosen', async ({ page }) => {
  await expect(page.getByText('A disk that breaks takes your conversations')).toBeVisible()
  await page.getByRole('button', { name: 'Turn on backups…' }).click()
  await page.getByRole('button', { name: 'Choose…' }).click()
  await page.getByRole('textbox', { name: 'Path of the folder' }).fill(placeOf(alcove))
  await page.getByRole('textbox', { name: 'Path of the folder' }).press('Enter')
  await page.getByRole('button', { name: 'Use this folder' }).click()
  await expect(page.getByRole('textbox', { name: 'Folder', exact: true })).toHaveValue(placeOf(alcove))
  await page.getByRole('button', { name: 'Turn on', exact: true }).click()

  await expect(page.getByText('A backup every day, not encrypted.')).toBeVisible()
})

test('a folder inside the data folder is refused with a sentence', async ({ page }) => {
  await page.getByRole('button', { name: 'Change…' }).click()
  await page.getByRole('textbox', { name: 'Folder', exact: true }).fill(join(dirname(alcove.papers), 'data', 'backups'))
  await page.getByRole('button', { name: 'Keep it' }).click()

  await expect(page.getByRole('alert')).toContainText('is inside the data folder')
  await page.getByRole('button', { name: 'Cancel' }).click()
})

test('a backup is made, verified, listed, tried and checked', async ({ page }) => {
  await page.getByRole('button', { name: 'Back up now' }).click()
  await expect(page.getByText(/^Made and verified on/)).toBeVisible({ timeout: 60_000 })
  await expect(kept(page).getByText(/^Verified/)).toBeVisible()
  await page.getByRole('button', { name: 'Try it now' }).click()
  await expect(page.getByText(/it was restored and opened, with \d+ documents/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: /^Check the backup of/ }).click()
  await expect(page.getByText('The backup is whole')).toBeVisible({ timeout: 60_000 })

  expect((await readdir(placeOf(alcove))).filter((name) => name.endsWith('.zip'))).toHaveLength(1)
})

test('a backup is restored into a new folder', async ({ page }) => {
  const to = join(dirname(alcove.papers), 'restored')
  await page.getByRole('button', { name: /^Restore the backup of/ }).click()
  await page.getByRole('textbox', { name: 'New or empty folder' }).fill(to)
  await page.getByRole('button', { name: 'Restore', exact: true }).click()

  await expect(page.getByText(/alcove --data .*restored/)).toBeVisible({ timeout: 60_000 })
  expect((await readdir(to)).toSorted()).toEqual(['alcove.sqlite', 'imports'])
})

test('axe finds nothing on the panel and its dialogs, light or dark, wide or narrow', async ({ page }) => {
  const found: unknown[] = []
  for (const open of [null, 'Change…', 'Restore from a file…']) {
    if (open) await page.getByRole('button', { name: open }).click()
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 420],
    ] as const) {
      await page.setViewportSize({ width, height: 860 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { violations } = await new AxeBuilder({ page }).analyze()
      found.push(...violations.map(({ id, nodes }) => [open, colorScheme, id, nodes.map((node) => node.html)]))
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (over > 0) found.push([open, width, `${over} px too wide`])
    }
    if (open) await page.keyboard.press('Escape')
  }
  expect(found).toEqual([])
})

test('a backup is restored in place: Alcove starts again, the page stays open, and what was there is kept', async ({
  page,
}) => {
  await page.getByRole('button', { name: /^Restore the backup of/ }).click()
  await page.getByRole('button', { name: 'Where to: Into a new folder' }).click()
  await page.getByRole('menuitemradio', { name: 'In place' }).click()
  await expect(page.getByText('nothing is deleted')).toBeVisible()
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page.getByText('Alcove starts again with it now')).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Done' }).click()

  await expect(page.getByText(/What was there before is kept in .*before-restore/)).toBeVisible({ timeout: 60_000 })
  await expect(kept(page).getByText(/^Verified/)).toBeVisible()
})

function placeOf({ papers }: RunningAlcove): string {
  return join(dirname(papers), 'backup-drive')
}

function kept(page: Page) {
  return page.getByRole('region', { name: 'Kept backups' })
}

async function go(page: Page) {
  await page.goto(`${alcove.url}/#/settings/backups`)
  await expect(page.locator('main h1')).toHaveText('Backups')
}
