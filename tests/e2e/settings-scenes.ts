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
    name: 'settings-models-add',
    library: 'full',
    route: '/settings/models',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Add a model' }).click()
      await page.getByRole('dialog').waitFor()
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
  { name: 'settings-library', library: 'full', route: '/settings/library', prepare: shown('.rows') },
  { name: 'settings-library-empty', library: 'empty', route: '/settings/library', prepare: shown('.rows') },
  { name: 'settings-privacy', library: 'full', route: '/settings/privacy', prepare: shown('.rows') },
  { name: 'settings-keys', library: 'full', route: '/settings/keys', prepare: shown('dl') },
  { name: 'settings-about', library: 'full', route: '/settings/about', prepare: shown('.rows') },
  {
    name: 'settings-health',
    library: 'full',
    route: '/settings/health',
    prepare: async (page) => page.getByText('Embedding model', { exact: true }).waitFor(),
  },
  { name: 'palette', library: 'full', route: '/', prepare: async (page) => call(page, '') },
  { name: 'palette-typed', library: 'full', route: '/', prepare: async (page) => call(page, 'le') },
  { name: 'palette-nothing', library: 'empty', route: '/library', prepare: async (page) => call(page, 'zzyzx') },
]

async function call(page: Page, typed: string) {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.type(typed)
  await page.waitForTimeout(600)
}

function shown(selector: string): Scene['prepare'] {
  return (page) => page.locator(selector).first().waitFor()
}
