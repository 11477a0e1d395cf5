import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove
const passphrase = 'seven quiet herons'
let recoveryKey = ''

test.describe.configure({ mode: 'serial', timeout: 120_000 })
test.beforeAll(async () => {
  alcove = await startAlcove()
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('encryption is turned on by keyboard, and asks whether the recovery key was written down', async ({ page }) => {
  await page.goto(`${alcove.url}/#/settings/privacy`)
  await page.getByRole('button', { name: 'Turn on…' }).press('Enter')
  await page.getByLabel('Passphrase', { exact: true }).fill('short')
  await page.getByLabel('The same once more').fill('short')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('at least 8 characters')
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await expect(page.getByText('This is not the same.')).toBeVisible()
  await page.getByLabel('The same once more').fill(passphrase)
  await page.keyboard.press('Enter')

  const key = page.getByRole('status', { name: 'Recovery key' })
  await expect(key).toBeVisible()
  recoveryKey = (await key.locator('span').allTextContents()).join('-')
  expect(recoveryKey).toMatch(/^([0-9A-Z]{4}-){8}[0-9A-Z]{4}$/)
  await audit(page)
  await page.getByLabel('Its last four characters').fill('0000')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('not the last four characters')
  await page.getByLabel('Its last four characters').fill(recoveryKey.slice(-4))
  await page.keyboard.press('Enter')

  await expect(page.getByText('Encrypted: texts, conversations')).toBeVisible({ timeout: 60_000 })
  await page.goto(`${alcove.url}/#/search?q=lease`)
  await expect(page.getByRole('main').getByText('lease').first()).toBeVisible()
})

test('a closed library shows nothing but its door, on every page, until the passphrase is typed', async ({ page }) => {
  await page.goto(`${alcove.url}/#/search?q=lease`)
  await expect(page.getByRole('main').getByText('lease').first()).toBeVisible()
  await page.keyboard.press('Control+Shift+E')
  await expect(page.getByRole('heading', { name: 'Your library is closed' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('lease')).toHaveCount(0)
  await audit(page)

  const secret = page.getByLabel('Passphrase or recovery key')
  await expect(secret).toBeFocused()
  await page.keyboard.type('seven quiet cranes')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('neither the passphrase nor the recovery key')
  await secret.fill(passphrase)
  await page.getByRole('button', { name: 'Show what I type' }).click()
  await expect(secret).toHaveAttribute('type', 'text')
  await page.getByRole('button', { name: 'Open', exact: true }).click()

  await expect(page.getByRole('main').getByText('lease').first()).toBeVisible({ timeout: 30_000 })
})

test('the passphrase and the recovery key are changed, and encryption is taken off again', async ({ page }) => {
  await page.goto(`${alcove.url}/#/settings/privacy`)
  await page.getByRole('button', { name: 'Change…' }).click()
  await page.getByLabel('Present passphrase or recovery key').fill('seven quiet cranes')
  await page.getByLabel('New passphrase').fill('eight quiet herons')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('neither the passphrase nor')
  await page.getByLabel('Present passphrase or recovery key').fill(recoveryKey)
  await page.keyboard.press('Enter')
  await expect(page.getByText('What opens the library was changed')).toBeVisible()

  await page.getByRole('button', { name: 'Make a new one…' }).click()
  await page.getByLabel('Present passphrase or recovery key').fill('eight quiet herons')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(page.getByRole('status', { name: 'Recovery key' })).toBeVisible()
  await page.getByRole('button', { name: 'I wrote it down' }).click()

  await page.getByRole('button', { name: 'Close it when nobody is there' }).click()
  await page.getByRole('menuitemradio', { name: 'After 5 minutes' }).click()
  await expect(page.getByRole('button', { name: 'Close it when nobody is there: After 5 minutes' })).toBeVisible()

  await page.getByRole('button', { name: 'Turn off…' }).click()
  await page.getByLabel('Present passphrase or recovery key').fill('eight quiet herons')
  await page.getByRole('button', { name: 'Decrypt now' }).click()
  await expect(page.getByText('Not encrypted: whoever can read the disk')).toBeVisible({ timeout: 60_000 })
})

async function audit(page: Page) {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
}
