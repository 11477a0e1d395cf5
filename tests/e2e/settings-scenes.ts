import type { Page } from 'playwright-core'
import type { Scene } from './scenes.ts'

/** Welcome, settings and the palette in every state worth looking at. */
export const settingsScenes: readonly Scene[] = [
  { name: 'welcome', library: 'empty', route: '/welcome', prepare: shown('.found dl') },
  { name: 'welcome-without-model', library: 'bare', route: '/welcome', prepare: shown('.found dl') },
  {
    name: 'welcome-folder',
    library: 'empty',
    route: '/welcome',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Choose a folder' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'settings-general', library: 'full', route: '/settings/general', prepare: shown('.rows') },
  { name: 'settings-models', library: 'full', route: '/settings/models', prepare: shown('.models') },
  { name: 'settings-models-none', library: 'bare', route: '/settings/models', prepare: shown('.advice') },
  {
    name: 'settings-models-requests',
    library: 'full',
    route: '/',
    prepare: async (page) => {
      await page.getByLabel('Your question').fill('When does the lease end?')
      await page.keyboard.press('Enter')
      await page
        .getByRole('button', { name: /answer/i })
        .first()
        .waitFor()
      await page.evaluate(() => {
        location.hash = '#/settings/models'
      })
      const section = page.getByRole('region', { name: 'Requests to models' })
      await section.getByRole('list').waitFor()
      await section.scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'settings-models-add',
    library: 'full',
    route: '/settings/models',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Add a model' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'settings-models-details',
    library: 'full',
    route: '/settings/models',
    prepare: async (page) => {
      await page.getByRole('table', { name: 'Models in Ollama' }).getByRole('row').nth(1).click()
      await page.getByRole('dialog').locator('dl').waitFor()
    },
  },
  {
    name: 'settings-models-loading',
    library: 'full',
    route: '/settings/models',
    prepare: async (page, alcove) => {
      alcove.ollama?.memory.next({ until: new Promise(() => {}) })
      await page.getByRole('table', { name: 'Models in Ollama' }).getByRole('row').nth(1).click()
      await page.getByRole('dialog').locator('dl').waitFor()
      await page.getByRole('button', { name: 'Load now' }).click()
      await page.getByRole('button', { name: 'Cancel' }).waitFor()
    },
  },
  {
    name: 'settings-models-not-loaded',
    library: 'full',
    route: '/settings/models',
    prepare: async (page, alcove) => {
      const body = '{"error":"model requires more system memory (9.2 GiB) than is available (3.1 GiB)"}'
      alcove.ollama?.memory.next({ status: 500, body })
      await page.getByRole('table', { name: 'Models in Ollama' }).getByRole('row').nth(1).click()
      await page.getByRole('dialog').locator('dl').waitFor()
      await page.getByRole('button', { name: 'Load now' }).click()
      await page.getByRole('dialog').getByRole('alert').waitFor()
    },
  },
  {
    name: 'settings-models-server',
    library: 'full',
    route: '/settings/models',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Add a server' }).click()
      await page.getByRole('textbox', { name: 'Address' }).fill('https://api.northwind.example/v1')
      await page.getByRole('textbox', { name: 'Models by name' }).fill('large-2')
    },
  },
  {
    name: 'settings-models-providers',
    library: 'full',
    route: '/settings/models',
    prepare: async (page) => {
      await twoServers(page)
      await page.getByRole('region', { name: 'Other servers' }).scrollIntoViewIfNeeded()
      await page.getByRole('region', { name: 'When a model is not ready' }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'settings-models-consent',
    library: 'full',
    route: '/settings/models',
    prepare: async (page) => {
      await twoServers(page)
      await page.getByRole('button', { name: 'Allow' }).click()
      await page.getByRole('dialog', { name: 'Send questions to' }).waitFor()
    },
  },
  {
    name: 'settings-privacy-passphrase',
    library: 'full',
    route: '/settings/privacy',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Set a passphrase' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'settings-library', library: 'full', route: '/settings/library', prepare: shown('.rows') },
  { name: 'settings-library-empty', library: 'empty', route: '/settings/library', prepare: shown('.rows') },
  { name: 'settings-privacy', library: 'full', route: '/settings/privacy', prepare: shown('.rows') },
  { name: 'settings-keys', library: 'full', route: '/settings/keys', prepare: shown('dl') },
  {
    name: 'settings-about',
    library: 'full',
    route: '/settings/about',
    prepare: async (page) => page.getByText('share under the MIT licence').waitFor(),
  },
  { name: 'settings-your-data', library: 'full', route: '/settings/your-data', prepare: shown('.rows') },
  { name: 'settings-activity', library: 'full', route: '/settings/activity', prepare: shown('main h1') },
  {
    name: 'settings-health',
    library: 'full',
    route: '/settings/health',
    prepare: async (page) => page.getByText('Embedding model', { exact: true }).waitFor(),
  },
  {
    name: 'settings-health-diagnostics',
    library: 'full',
    route: '/settings/health',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Collect diagnostics' }).click()
      await page.getByText('settings.json').click()
      await page.getByLabel('Text of settings.json').waitFor()
    },
  },
  {
    name: 'settings-health-inside',
    library: 'full',
    route: '/settings/health/inside',
    prepare: async (page, alcove) => {
      const measure = page.getByRole('switch', { name: 'Measure what happens inside' })
      if ((await measure.getAttribute('aria-checked')) !== 'true') await measure.click()
      await page.getByText('Step by step').waitFor()
      await page.goto(`${alcove.url}/#/search?q=lease`)
      await page.locator('.hits, [role="listbox"], mark').first().waitFor()
      await page.goto(`${alcove.url}/#/settings/health/inside`)
      const trace = page.locator('.traces button').first()
      await trace.waitFor({ timeout: 30_000 })
      await page.locator('.chart').first().waitFor({ timeout: 30_000 })
      await trace.click()
      await page.locator('.waterfall').waitFor()
    },
  },
  { name: 'palette', library: 'full', route: '/', prepare: async (page) => call(page, '') },
  { name: 'palette-typed', library: 'full', route: '/', prepare: async (page) => call(page, 'le') },
  { name: 'palette-nothing', library: 'empty', route: '/library', prepare: async (page) => call(page, 'zzyzx') },
]

/** One server here, which answers, and one elsewhere, which waits for consent; set up once for all pictures. */
async function twoServers(page: Page) {
  await page.getByRole('region', { name: 'Ollama' }).waitFor()
  const address = /https?:\/\/[^ ]+\d/.exec((await page.getByText('Alcove looks for it at').textContent()) ?? '')?.[0]
  const wanted = [
    ['LM Studio', `${address}/v1`, 'scripted-chat'],
    ['Northwind', 'https://api.northwind.example/v1', 'large-2, small-1'],
  ]
  for (const [name = '', at = '', models = ''] of wanted) {
    if ((await page.getByRole('button', { name: `Change ${name}` }).count()) > 0) continue
    await page.getByRole('button', { name: 'Add a server' }).click()
    await page.getByRole('textbox', { name: 'Address' }).fill(at)
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await page.getByRole('textbox', { name: 'Models by name' }).fill(models)
    await page.getByLabel('Key', { exact: true }).fill('secret')
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('button', { name: `Change ${name}` }).waitFor()
  }
  await page.getByText('Waits for your consent').waitFor()
}

async function call(page: Page, typed: string) {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.type(typed)
  await page.waitForTimeout(600)
}

function shown(selector: string): Scene['prepare'] {
  return (page) => page.locator(selector).first().waitFor()
}
