import type { Page } from 'playwright-core'
import type { Scene } from './scenes.ts'

const passphrase = 'seven quiet herons'
const route = '/settings/privacy'

/** How a library is encrypted, what its settings show then, and its door; the last ones of their library. */
export const encryptionScenes: readonly Scene[] = [
  { name: 'encryption-turn-on', library: 'bare', route, prepare: async (page) => begin(page) },
  {
    name: 'encryption-recovery-key',
    library: 'bare',
    route,
    prepare: async (page) => {
      await begin(page)
      await choose(page)
    },
  },
  { name: 'encryption-on', library: 'bare', route, prepare: opened },
  {
    name: 'encryption-door',
    library: 'bare',
    route,
    prepare: async (page) => {
      await opened(page)
      await page.getByRole('button', { name: 'Lock now' }).click()
      await page.getByLabel('Passphrase or recovery key').fill('seven quiet cranes')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
    },
  },
]

async function begin(page: Page) {
  await page.getByRole('button', { name: 'Turn on…' }).click()
  await page.getByRole('dialog').waitFor()
}

async function choose(page: Page): Promise<string> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByLabel('The same once more').fill(passphrase)
  await page.keyboard.press('Enter')
  const key = page.getByRole('status', { name: 'Recovery key' })
  await key.waitFor()
  return (await key.locator('span').last().textContent()) ?? ''
}

async function opened(page: Page) {
  const door = page.getByLabel('Passphrase or recovery key')
  const section = page.getByText('Encryption and lock')
  await door.or(section).waitFor()
  if (await door.isVisible()) {
    await door.fill(passphrase)
    await page.keyboard.press('Enter')
  } else if (await page.getByRole('button', { name: 'Turn on…' }).isVisible()) {
    await begin(page)
    await page.getByLabel('Its last four characters').fill(await choose(page))
    await page.keyboard.press('Enter')
  }
  await page.getByText('Encrypted: texts, conversations').waitFor()
  await page.getByText('Encryption and lock').scrollIntoViewIfNeeded()
}
