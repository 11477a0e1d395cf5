import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove
let dataFolder = ''

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({
    withModel: true,
    seed: async (folder) => {
      dataFolder = folder
      // As a process leaves it that was killed.
      await mkdir(join(folder, 'crashes'), { recursive: true, mode: 0o700 })
      await mkdir(join(folder, 'logs'), { mode: 0o700 })
      writeFileSync(join(folder, 'crashes', 'session.json'), '{"since":1764200000000}')
    },
    write: async (papers) => writeFileSync(join(papers, 'Broken.pdf'), '%PDF-1.7 and no more'),
  })
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('after an unexpected end the page says so once, that nothing was lost, and leads to the record', async ({
  page,
}) => {
  await page.goto(alcove.url)
  const notices = page.getByRole('region', { name: 'Notifications' })
  const notice = notices.getByText('Alcove ended unexpectedly the last time')
  await expect(notice).toBeVisible()
  await expect(notices.getByText('Nothing was lost')).toBeVisible()
  await page.getByRole('button', { name: 'Details' }).click()

  await expect(page.getByRole('heading', { name: 'Health' })).toBeVisible()
  const record = page.getByRole('listitem').filter({ hasText: 'Alcove itself ended without a word' })
  await record.getByText('Alcove itself ended').click()
  await expect(record.getByLabel('The record')).toContainText('"reason": "vanished"')
  await page.reload()
  await expect(page.getByText('all is well').or(page.getByText('to look at'))).toBeVisible()
  await expect(notice).toBeHidden()
})

test('each part says how it is in words, and its remedy acts, by the mouse', async ({ page }) => {
  await go(page)
  const library = row(page, 'Library')
  await expect(library).toContainText('Look at this')
  await expect(library).toContainText('Since today')
  await expect(library.getByRole('link', { name: 'Failed files' })).toHaveAttribute('href', '#/library?show=failed')
  await library.getByRole('button', { name: 'Read failed files again' }).click()
  await expect(library.getByRole('status')).toHaveText('1 file is read again.')

  await row(page, 'Search').getByRole('button', { name: 'Rebuild the index' }).click()
  await expect(row(page, 'Search').getByRole('status')).toContainText('The index was made anew from')
})

test('a remedy by the keyboard alone: the whole file is checked, and says that it is intact', async ({ page }) => {
  await go(page)
  const check = row(page, 'Database').getByRole('button', { name: 'Check the whole file' })
  await expect(check).toBeVisible()
  await page.getByRole('button', { name: 'Check again' }).focus()
  await expect(async () => {
    await page.keyboard.press('Tab')
    await expect(check).toBeFocused({ timeout: 100 })
  }).toPass()
  await page.keyboard.press('Enter')

  await expect(row(page, 'Database').getByRole('status')).toContainText('are intact')
})

test('what takes room is listed, and what can go goes', async ({ page }) => {
  writeFileSync(join(dataFolder, 'backups', 'before-0001.sqlite'), 'x'.repeat(2_000_000))
  writeFileSync(join(dataFolder, 'backups', 'before-0002.sqlite'), 'y'.repeat(2_000_000))
  await go(page)
  await row(page, 'Disk').getByRole('button', { name: 'What takes room' }).click()
  const dialog = page.getByRole('dialog', { name: 'What takes room' })
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Library' }).first().getByRole('checkbox')).toHaveCount(0)
  await dialog.getByRole('checkbox', { name: /Older copies/ }).check()
  await dialog.getByRole('button', { name: 'Delete 2.0 MB' }).click()

  await expect(dialog.getByRole('status')).toHaveText('2.0 MB were freed.')
  expect(readdirSync(join(dataFolder, 'backups')).filter((name) => name.startsWith('before-'))).toHaveLength(1)
})

test('diagnostics are read file by file, one is left out, and the rest is saved', async ({ page }) => {
  await go(page)
  await page.getByRole('button', { name: 'Collect diagnostics' }).click()
  const dialog = page.getByRole('dialog', { name: 'Diagnostics' })
  await dialog.getByText('settings.json').click()
  await expect(dialog.getByLabel('Text of settings.json')).toContainText('"theme": "system"')
  const files = await dialog.getByRole('checkbox').count()
  await dialog.getByRole('checkbox', { name: 'Keep machine.json' }).uncheck()
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: `Save ${files - 1} files as a ZIP` }).click()

  const saved = await download
  const bytes = await readFile(await saved.path())
  expect(saved.suggestedFilename()).toMatch(/^alcove-diagnostics-\d{4}-\d\d-\d\d\.zip$/)
  expect(bytes.includes('settings.json')).toBe(true)
  expect(bytes.includes('machine.json')).toBe(false)
  await expect(dialog.getByRole('status')).toContainText('sent to nobody')
})

test('a switch turns off the drawing of diagrams, and is kept', async ({ page }) => {
  await go(page)
  await page.getByRole('switch', { name: 'Suggest questions' }).click()
  await expect(page.getByRole('switch', { name: 'Suggest questions' })).not.toBeChecked()
  await page.goto(`${alcove.url}/#/`)
  await expect(page.getByRole('textbox').first()).toBeVisible()
  await expect(page.locator('.tries')).toHaveCount(0)
  await go(page)
  await page.getByRole('switch', { name: 'Suggest questions' }).click()
  await page.goto(`${alcove.url}/#/`)

  await expect(page.locator('.tries')).toBeVisible()
})

test('an error of the page is recorded by its place, without its words', async ({ page }) => {
  await go(page)
  await page.evaluate(() => {
    setTimeout(() => {
      throw new RangeError('the lease of Quay Lane')
    })
  })

  await expect
    .poll(() => readdirSync(join(dataFolder, 'crashes')).filter((name) => name.includes('-page-')).length)
    .toBe(1)
  const [name = ''] = readdirSync(join(dataFolder, 'crashes')).filter((one) => one.includes('-page-'))
  const record = readFileSync(join(dataFolder, 'crashes', name), 'utf8')
  expect(record).toContain('"RangeError"')
  expect(record).not.toContain('lease')
})

test('inside: turned on by the keyboard, a search is shown step by step, and it is forgotten', async ({ page }) => {
  await go(page)
  await page.getByRole('link', { name: 'Look inside' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Inside Alcove' })).toBeVisible()
  await page.getByRole('switch', { name: 'Measure what happens inside' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByText('Nothing yet.')).toBeVisible()
  await page.goto(`${alcove.url}/#/search?q=lease`)
  await expect(page.locator('mark').first()).toBeVisible()
  await page.goto(`${alcove.url}/#/settings/health/inside`)
  const trace = page
    .getByRole('region', { name: 'Traces' })
    .getByRole('button', { name: /Search.*steps/ })
    .first()
  await trace.click()

  const steps = page.getByRole('region', { name: 'Steps' })
  await expect(steps.getByRole('row', { name: /Find passages/ })).toContainText('search')
  await expect(page.getByRole('img', { name: /^Memory of Alcove itself over the last hour: now \d+ MB/ })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
  await page.getByRole('button', { name: 'Forget all of it' }).click()
  await expect(page.getByText('Nothing yet.')).toBeVisible()
  await page.getByRole('switch', { name: 'Measure what happens inside' }).click()
  await expect(page.getByText('Step by step')).toBeHidden()
})

test('axe finds nothing on Health and its dialogs, light or dark, wide or narrow', async ({ page }) => {
  const found: unknown[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1_440, 420]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await go(page)
      found.push(...(await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]))
      await page.getByRole('button', { name: 'Collect diagnostics' }).click()
      await page.getByText('versions.json').click()
      found.push(...(await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]))
      await page.keyboard.press('Escape')
    }
  }

  expect(found).toEqual([])
})

async function go(page: Page) {
  await page.goto(`${alcove.url}/#/settings/health`)
  await expect(row(page, 'Processes')).toBeVisible()
}

function row(page: Page, name: string) {
  return page
    .getByRole('region', { name: 'Checks' })
    .getByRole('listitem')
    .filter({ has: page.getByText(name, { exact: true }) })
}
