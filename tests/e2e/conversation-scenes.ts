import type { Page } from 'playwright-core'
import type { Scene } from './scenes.ts'

const question = 'When does the lease end, and when must notice be given to renew it?'

/** What people do with conversations, in every state worth looking at. */
export const conversationScenes: readonly Scene[] = [
  {
    name: 'talk-editing',
    library: 'full',
    route: '/',
    prepare: async (page) => {
      await answered(page)
      await page.locator('.asked').last().hover()
      await page.getByRole('button', { name: 'Edit the question' }).last().click()
    },
  },
  { name: 'talk-versions', library: 'full', route: '/', prepare: versions },
  {
    name: 'talk-map',
    library: 'full',
    route: '/',
    prepare: async (page) => {
      await versions(page)
      await chosen(page, 'Map of the conversation')
      await page.locator('.map').waitFor()
    },
  },
  {
    name: 'talk-side-by-side',
    library: 'full',
    route: '/',
    prepare: async (page) => {
      await versions(page)
      await chosen(page, 'Answers side by side')
      await page.locator('.column').nth(1).waitFor()
    },
  },
  {
    name: 'talk-about',
    library: 'full',
    route: '/',
    prepare: async (page) => {
      await page.getByLabel('Your question').fill('')
      await page.getByLabel('Your question').pressSequentially('What says @le')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'conversations-found',
    library: 'full',
    route: '/',
    prepare: async (page, alcove) => {
      await answered(page)
      await page.goto(`${alcove.url}/#/conversations?q=lease`)
      await page.locator('.hit').first().waitFor()
    },
  },
  {
    name: 'conversations-bin',
    library: 'full',
    route: '/conversations?in=bin',
    prepare: async (page) => page.getByText(/bin/i).last().waitFor(),
  },
  {
    name: 'settings-answers',
    library: 'full',
    route: '/settings/answers',
    prepare: async (page) => page.getByLabel('Asked of every answer').waitFor(),
  },
  {
    name: 'settings-backups',
    library: 'full',
    route: '/settings/backups',
    prepare: async (page) => page.locator('.panel h1').waitFor(),
  },
]

async function answered(page: Page) {
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await page.locator('.said .tools').waitFor({ timeout: 60_000 })
}

async function versions(page: Page) {
  await answered(page)
  await page.locator('.said').last().hover()
  await page.getByRole('button', { name: 'Ask again' }).last().click()
  await page.getByText('2 of 2').waitFor({ timeout: 60_000 })
  await page.locator('.said .tools').waitFor({ timeout: 60_000 })
}

async function chosen(page: Page, item: string) {
  await page.locator('.said').last().hover()
  await page.locator('.said').last().getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
