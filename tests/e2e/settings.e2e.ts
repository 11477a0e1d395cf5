import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { startOllamaTestServer } from '../ollama/test-server.ts'
import { type AlcoveOptions, type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({
    withModel: true,
    server: { models: ['scripted-chat', 'scripted-think', 'scripted-tools', 'all-minilm'] },
  })
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('a theme, a density and a font are kept and seen at once', async ({ page }) => {
  await go(page, 'general')
  await choose(page, 'Theme', 'Dark')
  await choose(page, 'Density', 'Compact')
  await choose(page, 'Reading font', 'Sans')
  await page.reload()

  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  await expect(page.locator('html')).toHaveAttribute('data-reading', 'sans')
  await choose(page, 'Theme', 'As the system')
  await choose(page, 'Density', 'Comfortable')
  await choose(page, 'Reading font', 'Serif')
  await expect(page.locator('html')).not.toHaveAttribute('data-theme')
})

test('on a narrow page the section that is open is in sight in the row of sections', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 800 })
  await go(page, 'about')
  const sections = page.getByRole('navigation', { name: 'Settings' })
  await expect(sections.getByRole('link', { name: 'About' })).toBeInViewport({ ratio: 1 })
  await go(page, 'general')

  await expect(sections.getByRole('link', { name: 'General' })).toBeInViewport({ ratio: 1 })
})

test('the models found are listed with what they can do, and one is chosen to answer', async ({ page }) => {
  await go(page, 'models')
  const table = page.getByRole('table', { name: 'Models in Ollama' })
  await expect(table.getByRole('row')).toHaveCount(5)
  await expect(table.getByRole('row', { name: /scripted-think/ })).toContainText('Thinking')
  await expect(table.getByRole('row', { name: /all-minilm/ })).toContainText('Embedding')

  await page.getByRole('button', { name: 'More about scripted-think' }).click()
  await page.getByRole('menuitem', { name: 'Answer with it' }).click()
  await expect(page.getByRole('button', { name: 'Default for answers: scripted-think' })).toBeVisible()
  await choose(page, /Default for answers/, 'Alcove chooses')
  await expect(page.getByRole('button', { name: /Default for answers: Alcove chooses/ })).toBeVisible()
})

test('a command to get a model is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await go(page, 'models')
  await page.getByRole('button', { name: 'Add a model' }).click()
  await page.getByRole('button', { name: 'Copy ollama pull llama3.2', exact: true }).click()

  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('ollama pull llama3.2')
})

test('a server elsewhere says what leaves before it is kept, and typed words outlive Esc', async ({ page }) => {
  await go(page, 'models')
  await page.getByRole('button', { name: 'Add a server' }).click()
  await page.getByRole('textbox', { name: 'Address' }).fill('https://api.northwind.example/v1')
  await expect(page.getByText('Leaves this machine: your question and the passages it needs')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add a server' }).click()
  await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue('https://api.northwind.example/v1')
  await page.getByRole('button', { name: 'Cancel' }).click()
})

test('a compatible server on this machine is kept with its key, chosen, and forgotten', async ({ page }) => {
  const compatible = await startOllamaTestServer({ models: ['scripted-chat'] })
  await go(page, 'models')
  await page.getByRole('button', { name: 'Add a server' }).click()
  await page.getByRole('textbox', { name: 'Address' }).fill(`${compatible.address.replace('http://', '')}/v1`)
  await page.getByRole('textbox', { name: 'Models by name' }).fill('scripted-chat')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Next door')
  await page.getByLabel('Key', { exact: true }).fill('secret')
  await page.getByRole('button', { name: 'Keep it' }).click()

  const row = page.getByRole('listitem').filter({ hasText: 'Next door' })
  await expect(row).toContainText('Stays on this machine')
  await expect(page.getByText(/The key is kept/)).toBeVisible()
  await row.getByRole('button', { name: 'Change Next door' }).click()
  await page.getByRole('button', { name: 'Forget it, and its key' }).click()
  await expect(row).toHaveCount(0)
  await compatible.close()
})

test('a source is taken out of the library, and Undo brings it back', async ({ page }) => {
  await go(page, 'library')
  await page.getByRole('button', { name: /^Remove .* from the library$/ }).click()
  await expect(page.getByText('Nothing was added yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()

  await expect(page.getByRole('button', { name: /^Remove .* from the library$/ })).toBeVisible()
  await expect(page.getByText('Found by meaning')).toBeVisible()
})

test('a change that cannot be kept is said where its control stands, and undone', async ({ page }) => {
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      if (String(message).includes('settings/set')) void socket.close()
      else server.send(message)
    })
  })
  await go(page, 'general')
  await choose(page, 'Density', 'Compact')

  await expect(page.getByRole('listitem').filter({ hasText: 'Density' }).getByRole('alert')).toContainText(
    'This could not be kept just now',
  )
  await expect(page.getByRole('button', { name: 'Density: Comfortable' })).toBeVisible()
})

test('what reading one file may cost is kept, and what cannot be is said', async ({ page }) => {
  await go(page, 'library')
  const seconds = page.getByRole('textbox', { name: 'Time for one file, in seconds' })
  await seconds.fill('2')
  await seconds.press('Tab')
  await expect(page.getByRole('alert')).toHaveText('A whole number from 5 to 3600.')
  await seconds.fill('90')
  await seconds.press('Enter')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.reload()

  await expect(seconds).toHaveValue('90')
})

test('what pictures and recordings are read with is told, with the folder to copy', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await go(page, 'library')
  const pictures = page.getByRole('listitem').filter({ hasText: 'Pictures and scans' })
  await expect(pictures).toContainText('Not set up')
  await pictures.getByRole('button', { name: /^Copy .*models.ocr$/ }).click()

  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/data.models.ocr$/)
})

test('axe finds nothing on any section, light or dark, wide or narrow', async ({ page }) => {
  const found: unknown[] = []
  for (const section of ['general', 'models', 'library', 'privacy', 'keys', 'about']) {
    await go(page, section)
    await settled(page, section)
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 420],
    ] as const) {
      await page.setViewportSize({ width, height: 860 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { violations } = await new AxeBuilder({ page }).analyze()
      found.push(...violations.map(({ id, nodes }) => [section, colorScheme, id, nodes.map((node) => node.html)]))
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (over > 0) found.push([section, width, `${over} px too wide`])
    }
  }
  expect(found).toEqual([])
})

const states: readonly { readonly name: string; readonly options: AlcoveOptions; readonly says: readonly string[] }[] =
  [
    { name: 'absent', options: {}, says: ['Not installed', 'ollama pull llama3.2', 'Alcove chooses: quotes only'] },
    {
      name: 'without a model',
      options: { withModel: true, server: { models: [] } },
      says: ['Running, without a model', 'ollama pull llama3.2'],
    },
    { name: 'refusing', options: { withModel: true, server: { refusing: true } }, says: ['Refused', 'OLLAMA_ORIGINS'] },
    {
      name: 'old',
      options: { withModel: true, server: { version: '0.11.2' } },
      says: ['Running', 'Ollama 0.11.2 has known security holes'],
    },
  ]
for (const { name, options, says } of states) {
  test(`an Ollama that is ${name} is told with what to do next`, async ({ page, context }) => {
    const own = await startAlcove({ ...options, empty: true })
    await context.addCookies(own.cookies)
    await page.goto(`${own.url}/#/settings/models`)
    for (const words of says) await expect(page.locator('main')).toContainText(words, { timeout: 60_000 })
    await own.stop()
  })
}

async function go(page: Page, section: string) {
  await page.goto(`${alcove.url}/#/settings/${section}`)
  await expect(page.locator('main h1')).toHaveText(new RegExp(section, 'i'))
}

async function choose(page: Page, label: string | RegExp, option: string) {
  const name = typeof label === 'string' ? new RegExp(`^${label}: `) : label
  await page.getByRole('button', { name }).click()
  await page.getByRole('menuitemradio', { name: option }).click()
}

async function settled(page: Page, section: string) {
  if (section === 'models') await expect(page.getByRole('table')).toBeVisible({ timeout: 60_000 })
  if (section === 'about') await expect(page.getByText('share under the MIT licence')).toBeVisible()
  if (section === 'library') await expect(page.getByText('Pictures and scans')).toBeVisible()
}
