import { rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { createCrossEncoderFolder } from '#models/reranking/fake.cross-encoder'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove
let folder: string

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  folder = await createCrossEncoderFolder()
  alcove = await startAlcove({ withModel: true, write })
})
test.afterAll(async () => {
  await alcove.stop()
  await rm(folder, { recursive: true })
})
test.beforeEach(async ({ context, page }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(`${alcove.url}/#/settings/models`)
})

test('a folder without a cross-encoder is refused in words, and what was typed stays', async ({ page }) => {
  const dialog = await choose(page, '/nowhere/at/all')

  await expect(dialog.getByRole('alert')).toContainText('/nowhere/at/all holds no such model')
  await expect(dialog.getByRole('textbox', { name: 'Folder' })).toHaveValue('/nowhere/at/all')
})

test('a cross-encoder shows its cost, is a step of an explained search once it is used, and is turned off', async ({
  page,
}) => {
  const dialog = await choose(page, folder)
  await expect(dialog.getByText(/takes about [\d,]+ ms for 20 passages on this machine/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Use it' }).click()
  await expect(dialog).toBeHidden()

  const section = page.getByRole('region', { name: 'Order of the best passages' })
  await expect(section.getByText(basename(folder), { exact: true })).toBeVisible()
  await expect(section).toContainText(/longer by about [\d,]+ ms for 20 passages/)
  await page.goto(`${alcove.url}/#/retrieval?q=when%20does%20the%20lease%20end`)
  await expect(page.getByRole('cell', { name: 'Reread', exact: true })).toBeVisible()

  await page.goto(`${alcove.url}/#/search?q=when%20is%20the%20pump%20house%20open`)
  await expect(page.locator('.hit').first()).toContainText('pump house on paper')

  await page.goto(`${alcove.url}/#/settings/models`)
  await section.getByRole('button', { name: 'Turn off' }).click()
  await expect(section.getByText('None', { exact: true })).toBeVisible()
  await page.goto(`${alcove.url}/#/search?q=when%20is%20the%20pump%20house%20open`)
  await expect(page.locator('.hit').first()).toContainText('The pump house is open')
})

/** By words and meaning the first is the answer; the tiny cross-encoder counts shared tokens, and likes the second. */
async function write(papers: string) {
  await writeFile(join(papers, 'Pump house.txt'), 'The pump house is open from May to September.')
  await writeFile(join(papers, 'Test print.txt'), `The ${'the '.repeat(60)}pump house on paper.`)
}

async function choose(page: Page, path: string) {
  await page.getByRole('button', { name: 'Use one…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Order the best passages by a model' })
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(path)
  await dialog.getByRole('button', { name: 'Try it out' }).click()
  return dialog
}
