import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
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
  await go(page, 'your-data', 'Your data')
})

test('everything is exported into a folder with the keyboard, and the file is told', async ({ page }) => {
  await page.getByRole('button', { name: 'Export…' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Export everything' })
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(placeOf(alcove))
  await expect(dialog.getByText(/\d+ files?, .* more/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Export', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(/Everything is in one file of .*read back and is whole/)).toBeVisible({
    timeout: 60_000,
  })
  await page.keyboard.press('Escape')

  await expect(page.getByText(/^Last on .*alcove-export-.*\.zip/)).toBeVisible()
  expect(await readdir(placeOf(alcove))).toEqual([expect.stringMatching(/^alcove-export-[\d-]+\.zip$/)])
})

test('what is no export is refused with a sentence, and an export comes in again without changing anything', async ({
  page,
}) => {
  const [name = ''] = await readdir(placeOf(alcove))
  await page.getByRole('button', { name: 'Import…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import an export' })
  await dialog.getByRole('textbox', { name: 'File' }).fill(join(placeOf(alcove), 'none.zip'))
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('There is no file')
  await dialog.getByRole('textbox', { name: 'File' }).fill(join(placeOf(alcove), name))
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()

  await expect(dialog.getByText(/^0 things added, 0 brought up to date/)).toBeVisible({ timeout: 60_000 })
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText(/^On .*: 0 things added/)).toBeVisible({ timeout: 60_000 })
})

test('how long a kind is kept is chosen in a menu, and holds after a reload', async ({ page }) => {
  await page.getByRole('button', { name: 'What left this machine: 90 days' }).click()
  await page.getByRole('menuitemradio', { name: 'For ever' }).click()
  await page.getByRole('button', { name: 'The bin: 30 days' }).click()
  await page.getByRole('menuitemradio', { name: '7 days', exact: true }).click()
  await expect(page.getByRole('button', { name: 'The bin: 7 days' })).toBeVisible()
  await page.reload()

  await expect(page.getByRole('button', { name: 'What left this machine: For ever' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'The bin: 7 days' })).toBeVisible()
})

test('what Alcove did is listed, narrowed to a kind and a day, checked, and saved', async ({ page }) => {
  await go(page, 'activity', 'Activity')
  const list = page.getByRole('list', { name: 'What Alcove did, the newest first' })
  await expect(list.getByText('Changed settings: retention').first()).toBeVisible()
  await expect(list.getByText(/^Exported everything/)).toBeVisible()
  await page.getByRole('button', { name: 'What: Everything' }).click()
  await page.getByRole('menuitemradio', { name: 'Exports and imports' }).click()
  await expect(list.getByText('Changed settings: retention')).toHaveCount(0)
  await page.getByLabel('Day').fill('2001-02-03')
  await expect(page.getByText('0 rows')).toBeVisible()
  await page.getByRole('button', { name: 'Any day' }).click()
  await expect(list.getByText(/^Exported everything/)).toBeVisible()
  await page.getByRole('button', { name: 'Check' }).click()
  await expect(page.getByText(/\d+ rows are as they were written/)).toBeVisible()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as a table' }).click()
  const saved = await readFile(await (await saving).path(), 'utf8')

  expect(saved).toMatch(/^time,kind,about,log,number,hash\r\n[^\n]+,exported,/)
})

test('axe finds nothing on the pages and their dialogs, light or dark, wide or narrow', async ({ page }) => {
  const found: unknown[] = []
  for (const [section, open] of [
    ['your-data', null],
    ['your-data', 'Export…'],
    ['your-data', 'Delete everything…'],
    ['activity', null],
  ] as const) {
    await go(page, section, section === 'activity' ? 'Activity' : 'Your data')
    if (open) await page.getByRole('button', { name: open }).click()
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 420],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({
        path: `artifacts/your-data-${section}-${open ? open.replace(/\W/g, '') : 'page'}-${colorScheme}-${width}.png`,
      })
      const { violations } = await new AxeBuilder({ page }).analyze()
      found.push(...violations.map(({ id, nodes }) => [section, open, colorScheme, id, nodes.map((node) => node.html)]))
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (over > 0) found.push([section, open, width, `${over} px too wide`])
    }
    if (open) await page.keyboard.press('Escape')
  }
  expect(found).toEqual([])
})

test('everything is deleted only after the words were typed, and Alcove begins anew with the own files in place', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Delete everything…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete everything' })
  await expect(dialog.getByText(/\d+ documents of the library/)).toBeVisible()
  await expect(dialog.getByText('Your own files, where they are')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Delete everything' })).toBeDisabled()
  await dialog.getByRole('textbox', { name: /Type/ }).fill('delete everything')
  await dialog.getByRole('button', { name: 'Delete everything' }).click()
  await expect(dialog.getByText('Alcove starts again now')).toBeVisible()

  // The page is loaded anew meanwhile; what is asked of it then has no answer.
  const hash = () => page.evaluate(() => location.hash).catch(() => 'your-data')
  await expect.poll(hash, { timeout: 60_000 }).not.toContain('your-data')
  await go(page, 'activity', 'Activity')
  await expect(page.getByText('Deleted everything and began anew')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/^Exported everything/)).toHaveCount(0)
  expect((await stat(alcove.papers)).isDirectory()).toBe(true)
})

function placeOf({ papers }: RunningAlcove): string {
  return join(dirname(papers), 'exports')
}

async function go(page: Page, section: string, title: string) {
  // After an import, or a deletion, Alcove starts again.
  await expect(() => page.goto(`${alcove.url}/#/settings/${section}`)).toPass({ timeout: 60_000 })
  await expect(page.locator('main h1')).toHaveText(title)
}
