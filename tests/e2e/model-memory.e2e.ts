import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ timeout: 90_000, mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true, server: { models: ['scripted-chat', 'all-minilm'] } })
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('by keyboard alone a model is looked at, loaded, cancelled, loaded again and taken out of memory', async ({
  page,
}) => {
  const { row, dialog } = await modelsPage(page)
  const never = Promise.withResolvers<void>()
  alcove.ollama?.memory.next({ until: never.promise })

  await row.getByRole('button', { name: 'scripted-chat', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText('Not in memory: the first question waits until it is loaded.')
  for (const fact of [
    /Architecture.*llama, as GGUF/,
    /Parameters.*677K/,
    /Context length.*4,096 tokens/,
    /It can.*chat/,
  ]) {
    await expect(dialog).toContainText(fact)
  }
  await expect(dialog).toContainText(/Memory it needs.*about 3\d\d MB of the .*GB of this machine/)
  await dialog.getByText('License').focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByLabel('License')).toHaveText('Test weights')

  const button = dialog.getByRole('region', { name: 'Memory' }).getByRole('button')
  await dialog.getByRole('button', { name: 'Load now' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('status')).toContainText('It is being loaded into memory.')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  // It goes on, and the row says so.
  await expect(row).toContainText('loading…')
  await expect(row.getByRole('button', { name: 'scripted-chat', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await button.focus()
  await expect(button).toHaveText('Cancel')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('status')).toContainText('Not in memory')

  await expect(button).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('status')).toContainText(
    /In memory: 4\.9 MB, none of it on graphics cards\. It stays until \d\d:\d\d\./,
  )
  await expect(button).toBeFocused()
  await expect(button).toHaveText('Unload')
  await page.keyboard.press('Escape')
  await expect(row).toContainText(/4\.9 MB\s*in memory/)
  await page.keyboard.press('Enter')
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('status')).toContainText('Not in memory')
  await page.keyboard.press('Escape')
  await expect(row).not.toContainText('in memory')
})

test('by mouse a click on the row opens it, and what cannot be loaded is said with what to do', async ({ page }) => {
  const { row, dialog } = await modelsPage(page)
  alcove.ollama?.memory.next({
    status: 500,
    body: '{"error":"model requires more system memory (9.2 GiB) than is available (3.1 GiB)"}',
  })

  await row.click()
  await dialog.getByRole('button', { name: 'Load now' }).click()
  await expect(dialog.getByRole('alert')).toContainText('There is not enough memory for scripted-chat')
  await expect(dialog.getByRole('alert')).toContainText('choose a smaller one')
  await dialog.getByRole('button', { name: 'Load now' }).click()
  await expect(dialog.getByRole('alert')).toHaveCount(0)
  await expect(dialog.getByRole('button', { name: 'Unload' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()

  const menu = row.getByRole('button', { name: 'More about scripted-chat' })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Details' }).click()
  await dialog.getByRole('button', { name: 'Unload' }).click()
  await expect(dialog.getByRole('status')).toContainText('Not in memory')
})

test('what another program loads or lets go shows when the page is looked at again, and a model that went is said', async ({
  page,
}) => {
  const { row, table } = await modelsPage(page)
  await expect(row).not.toContainText('in memory')

  alcove.ollama?.memory.load({ model: 'scripted-chat', keep_alive: -1 })
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(row).toContainText('in memory')
  await row.getByRole('button', { name: 'scripted-chat', exact: true }).click()
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('It stays until Ollama ends.')
  await page.keyboard.press('Escape')

  alcove.ollama?.memory.expire('scripted-chat:latest')
  alcove.ollama?.memory.load({ model: 'all-minilm', keep_alive: 2 })
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
  const other = table.getByRole('row').filter({ hasText: 'all-minilm' })
  await expect(row).not.toContainText('in memory')
  await expect(other).toContainText('in memory')
  // Its time comes without anybody looking.
  await expect(other).not.toContainText('in memory')
})

test('how long a model is kept is chosen, lasts, and goes with the next question', async ({ page }) => {
  await modelsPage(page)
  const choice = page.getByRole('button', { name: 'Keep a model in memory' })
  await expect(choice).toHaveText('The server’s own rule')

  await choice.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitemradio', { name: '2 hours' }).focus()
  await page.keyboard.press('Enter')
  await expect(choice).toHaveText('2 hours')
  await page.reload()
  await expect(choice).toHaveText('2 hours')
  await page.goto(`${alcove.url}/#/`)
  await page.getByRole('textbox', { name: 'Your question' }).fill('When does the lease end?')
  await page.keyboard.press('Enter')
  await expect(page.getByText('31 March 2027').first()).toBeVisible()
  expect(alcove.ollama?.chats.at(-1)?.keep_alive).toBe(7_200)

  const { row } = await modelsPage(page)
  await expect(row).toContainText('in memory')
})

test('what an older server leaves out has no line and no empty place', async ({ browser }) => {
  const showWithout = ['model_info', 'capabilities', 'license', 'system', 'template', 'parameters']
  const memory = { psWithout: ['size', 'size_vram', 'expires_at', 'context_length'] }
  const old = await startAlcove({
    withModel: true,
    empty: true,
    server: { models: ['scripted-chat'], showWithout, memory },
  })
  const context = await browser.newContext()
  await context.addCookies(old.cookies)
  const page = await context.newPage()
  await page.goto(`${old.url}/#/settings/models`)

  const table = page.getByRole('table', { name: 'Models in Ollama' })
  await table.getByRole('button', { name: 'scripted-chat', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Load now' }).click()
  await expect(dialog.getByRole('status')).toHaveText('In memory.')
  await expect(dialog.locator('dt')).toHaveText(['Architecture', 'Parameters', 'On disk', 'Memory it needs'])
  await expect(dialog.locator('details')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(table).toContainText('in memory')

  await old.ollama?.close()
  await table.getByRole('button', { name: 'scripted-chat', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('Ollama does not answer at')
  await expect(dialog.getByRole('button', { name: 'Ask again' })).toBeVisible()
  await context.close()
  await old.stop()
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1_280, 800],
    [390, 844],
  ] as const) {
    test(`the dialog and the row are for everyone, ${colorScheme} and ${width} wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height })
      alcove.ollama?.memory.load({ model: 'scripted-chat', keep_alive: 1_800 })
      const { row, dialog } = await modelsPage(page)
      await expect(row).toContainText('in memory')
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

      await row.getByRole('button', { name: 'scripted-chat', exact: true }).click()
      await expect(dialog).toContainText('Architecture')
      await dialog.getByText('Template').click()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    })
  }
}

async function modelsPage(page: Page) {
  await page.goto(`${alcove.url}/#/settings/models`)
  const table = page.getByRole('table', { name: 'Models in Ollama' })
  const row = table.getByRole('row').filter({ hasText: 'scripted-chat' })
  await expect(row).toBeVisible()
  return { table, row, dialog: page.getByRole('dialog', { name: 'scripted-chat' }) }
}
