import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ timeout: 60_000, mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true, server: { models: ['scripted-chat'] } })
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('what was asked of a model stands on its page, for the time that is chosen, and can be forgotten', async ({
  page,
}) => {
  await page.goto(`${alcove.url}/#/settings/models`)
  const section = page.getByRole('region', { name: 'Requests to models' })
  await expect(section).toContainText('No model was asked anything in this time.')

  await page.goto(`${alcove.url}/#/`)
  await page.getByRole('textbox', { name: 'Your question' }).fill('When does the lease end?')
  await page.keyboard.press('Enter')
  await expect(page.getByText('31 March 2027').first()).toBeVisible()
  await page.goto(`${alcove.url}/#/settings/models`)

  const figures = section.getByRole('table', { name: 'Figures of each model' })
  const row = figures.getByRole('row').filter({ hasText: 'scripted-chat' })
  // The answer, and a title that came to nothing.
  await expect(row.getByRole('cell').nth(1)).toHaveText('2')
  const latest = section.getByRole('list', { name: 'Latest requests to models' })
  await expect(latest.getByRole('listitem')).toContainText([
    /scripted-chat for a title.*done after/s,
    /scripted-chat for an answer.*done after.*\d+ tokens read/s,
  ])
  await expect(latest).not.toContainText('lease')

  // By keyboard alone.
  await section.getByRole('button', { name: 'Time: Last 7 days' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(section.getByRole('button', { name: 'Time: Last 24 hours' })).toBeVisible()
  await expect(row).toBeVisible()
  expect(
    (await new AxeBuilder({ page }).include('section[aria-label="Requests to models"]').analyze()).violations,
  ).toEqual([])

  await section.getByRole('button', { name: 'Forget them' }).click()
  await expect(section).toContainText('No model was asked anything in this time.')
})

test('a conversation gets its name from the model while it is open, and keeps the one that a person gives', async ({
  page,
}) => {
  const gate = Promise.withResolvers<void>()
  alcove.ollama?.title({ text: 'End of the Lease', hold: { after: 1, until: gate.promise } })
  await page.goto(`${alcove.url}/#/`)
  await page.getByLabel('Your question').fill('When does the lease of the flat end?')
  await page.keyboard.press('Enter')
  const list = page.getByRole('navigation')
  await expect(list.getByRole('link', { name: 'When does the lease of the flat end' }).first()).toBeVisible()

  gate.resolve()
  await expect(list.getByRole('link', { name: 'End of the Lease' }).first()).toBeVisible()
  await expect(page).toHaveTitle(/End of the Lease/)

  await page.goto(`${alcove.url}/#/settings/models`)
  const off = page.getByRole('switch', { name: 'Titles by the model' })
  await expect(off).toBeChecked()
  await off.focus()
  await page.keyboard.press('Space')
  await expect(off).not.toBeChecked()
  const section = page.getByRole('region', { name: 'Requests to models' })
  await expect(section).toContainText('1 title or summary is kept; 0% of 1 such request needed no model.')
  await expect(section.getByRole('list')).toContainText('for a title')
})
