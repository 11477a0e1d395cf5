import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ timeout: 60_000 })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true, server: { models: ['scripted-chat'] } })
})
test.afterAll(() => alcove.stop())

test('a model is fetched by name, stopped, gone on with, there at the end, and deleted again', async ({
  page,
  context,
}) => {
  await context.addCookies(alcove.cookies)
  await page.goto(`${alcove.url}/#/settings/models`)
  const never = Promise.withResolvers<void>()
  alcove.ollama?.pulls.next({ total: 2e9, steps: 10, hold: { after: 5, until: never.promise } })
  await page.getByRole('button', { name: 'Add a model' }).click()
  await page.getByLabel('Another one, by its name').fill('scripted-think')
  await page.keyboard.press('Enter')

  const row = page.getByRole('listitem').filter({ hasText: 'scripted-think' })
  await expect(row).toContainText('800 MB of 2.0 GB')
  await expect(row.getByRole('progressbar', { name: 'scripted-think fetched' })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await row.getByRole('button', { name: 'Stop fetching scripted-think' }).click()
  await expect(row).toContainText('Stopped at 800 MB of 2.0 GB')
  never.resolve()

  await page.reload()
  await row.getByRole('button', { name: 'Go on fetching scripted-think' }).click()
  await expect(row).toContainText('It is there.')
  const table = page.getByRole('table', { name: 'Models in Ollama' })
  await expect(table.getByRole('row').filter({ hasText: 'scripted-think' })).toBeVisible()
  await page.getByRole('button', { name: 'Take scripted-think off the list' }).click()

  await table.getByRole('button', { name: 'More about scripted-think' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await expect(page.getByRole('dialog')).toContainText('room on disk come back')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(table.getByRole('row').filter({ hasText: 'scripted-think' })).toHaveCount(0)
  await expect(table.getByRole('row').filter({ hasText: 'scripted-chat' })).toBeVisible()
})
