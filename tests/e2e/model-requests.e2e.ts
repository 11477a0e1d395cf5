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
  await expect(row.getByRole('cell').nth(1)).toHaveText('1')
  await expect(row).toContainText('95')
  const latest = section.getByRole('list', { name: 'Latest requests to models' })
  await expect(latest.getByRole('listitem')).toContainText([/scripted-chat for an answer.*done after.*95 tokens read/s])
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
