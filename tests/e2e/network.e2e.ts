import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ timeout: 60_000 })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true })
})
test.afterAll(() => alcove.stop())

test('a server elsewhere is not asked while nothing may leave, the list says so, and what runs here goes on', async ({
  page,
  context,
}) => {
  await context.addCookies(alcove.cookies)
  await page.goto(`${alcove.url}/#/settings/privacy`)
  await expect(page.getByText('Every request to another machine would stand here.')).toBeVisible()
  await page.getByRole('switch', { name: 'Nothing leaves this machine' }).click()
  await expect(page.getByRole('switch', { name: 'Nothing leaves this machine' })).toBeChecked()

  await page.goto(`${alcove.url}/#/settings/models`)
  await page.getByRole('button', { name: 'Add a server' }).click()
  await page.getByLabel('Address').fill('http://alcove-nowhere.invalid/v1')
  await page.getByLabel('Models by name').fill('any')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Allow it' }).click()
  await expect(page.getByText('Held back')).toBeVisible()

  alcove.ollama?.next({ text: 'In March [1].' })
  await page.goto(`${alcove.url}/#/`)
  await page.getByLabel('Your question').fill('When does the lease end?')
  await page.keyboard.press('Enter')
  await expect(page.locator('.answer').last()).toContainText('In March')
  await page.goto(`${alcove.url}/#/settings/privacy`)
  const listed = page.locator('.left-here li').filter({ hasText: 'alcove-nowhere.invalid' })
  await expect(listed.first()).toContainText('held back')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})
