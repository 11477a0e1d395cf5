import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true, server: {} })
})
test.afterAll(() => alcove.stop())
test.beforeEach(async ({ context, page }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(`${alcove.url}/#/settings/models`)
})

const asIs = { vectors: (vectors: readonly (readonly number[])[]) => vectors }

test('another embedding model says what it needs, stops half-way, goes on, and is used; the one before comes back', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Change…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change the embedding model' })
  await dialog.getByRole('radio', { name: /^all-minilm/ }).click()
  await dialog.getByRole('button', { name: 'See what it needs' }).click()
  await expect(dialog.getByText(/^Building takes .*: 17 passages, [\d.,]+ a second on this machine\.$/)).toBeVisible()
  await expect(dialog.getByText(/of disk \(384 numbers a passage\), beside those in use/)).toBeVisible()
  // What was tried for the estimate is tried again, then the first passages are sent: they wait for who looks.
  const tries = alcove.ollama?.embeds.requests.length ?? 0
  alcove.ollama?.embeds.next(...Array.from({ length: tries }, () => asIs), { ending: 'hang' })
  await dialog.getByRole('button', { name: 'Build it' }).click()
  await expect(dialog).toBeHidden()

  const shipped = rowOf(page, 'all-MiniLM-L6-v2')
  const other = rowOf(page, 'all-minilm')
  await expect(other).toContainText('Being built')
  await expect(other).toContainText('0 of 17 passages')
  await expect(shipped).toContainText('In use')
  await other.getByRole('button', { name: 'Pause' }).click()
  await expect(other).toContainText('Paused')
  await other.getByRole('button', { name: 'Go on' }).click()
  await expect(other).toContainText('In use')
  await expect(shipped).toContainText('Kept')

  await shipped.getByRole('button', { name: 'Use it' }).click()
  await expect(shipped).toContainText('In use')
  await other.getByRole('button', { name: /^Delete/ }).click()
  const asked = page.getByRole('dialog', { name: 'Delete the vectors of all-minilm?' })
  await expect(asked).toContainText('Your documents, and the model in use, stay as they are.')
  await asked.getByRole('button', { name: 'Delete them' }).click()
  await expect(other).toBeHidden()
})

test('a folder that holds no model is refused in words, and what was typed stays', async ({ page }) => {
  await page.getByRole('button', { name: 'Change…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change the embedding model' })
  await dialog.getByRole('radio', { name: /^A model in a folder/ }).click()
  await dialog.getByRole('textbox', { name: 'Folder' }).fill('/nowhere/at/all')
  await dialog.getByRole('button', { name: 'See what it needs' }).click()

  await expect(dialog.getByRole('alert')).toBeVisible()
  await expect(dialog.getByRole('textbox', { name: 'Folder' })).toHaveValue('/nowhere/at/all')
  await expect(dialog.getByRole('button', { name: 'See what it needs' })).toBeEnabled()
})

function rowOf(page: Page, title: string) {
  return page
    .getByRole('region', { name: 'Finding by meaning' })
    .locator('.rows > *')
    .filter({
      has: page.getByText(title, { exact: true }),
    })
}
