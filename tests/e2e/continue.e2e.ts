import { expect, type Page, test } from '@playwright/test'
import { leaseAnswer } from './lease-answer.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

const question = 'When does the lease end, and when must notice be given to renew it?'
let alcove: RunningAlcove
let without: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true })
  without = await startAlcove()
})
test.afterAll(() => Promise.all([alcove.stop(), without.stop()]))
test.beforeEach(async ({ page, context }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(alcove.url)
})

test('an answer that broke off goes on in its place, as one turn with one answer', async ({ page }) => {
  alcove.ollama?.next({ text: leaseAnswer, ending: 'socket-destroyed', after: 30 })
  await ask(page, question)
  await expect(page.getByText('The connection to the model broke off.')).toBeVisible()
  const before = (await page.locator('.answer').innerText()).trim()
  const seen = Promise.withResolvers<void>()
  const hold = { after: 3, until: seen.promise }
  alcove.ollama?.next({ text: ' to the landlord, and that is all.', delay: 30, hold })
  await page.getByRole('button', { name: 'Continue' }).click()

  await expect(page.locator('.turn[data-live] .answer')).toContainText('The lease on 14 Tanner Street')
  await expect(page.getByRole('button', { name: 'Continue' })).toBeHidden()
  seen.resolve()
  await expect(page.locator('.answer')).toContainText('and that is all.')
  await expect(page.locator('.said .tools')).toBeVisible()
  await page.reload()
  await expect(page.locator('.answer')).toContainText('and that is all.')

  expect({
    turns: await page.locator('.turn').count(),
    keeps: (await page.locator('.answer').innerText()).startsWith(before.split('\n')[0] ?? 'nothing'),
    notes: (await page.locator('aside.ev').count()) > 0,
    broken: await page.locator('.notice').count(),
  }).toEqual({ turns: 1, keeps: true, notes: true, broken: 0 })
})

test('when no model is there to go on, the words stay and quotes are offered', async ({ page }) => {
  alcove.ollama?.next({ text: leaseAnswer, ending: 'socket-destroyed', after: 12 })
  await ask(page, question)
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible()
  alcove.ollama?.next(
    { text: '', ending: 'connection-reset' },
    { text: '', ending: 'connection-reset' },
    { text: '', ending: 'connection-reset' },
  )
  await page.getByRole('button', { name: 'Continue' }).click()

  await expect(page.getByRole('button', { name: 'Quotes instead' })).toBeVisible({ timeout: 30_000 })
  await expect(page.locator('.answer')).toContainText('The lease on 14 Tanner Street')
})

test('a page that is loaded again, and a second window, follow the answer that is being written', async ({
  page,
  context,
}) => {
  const seen = Promise.withResolvers<void>()
  alcove.ollama?.next({ text: leaseAnswer, delay: 20, hold: { after: 20, until: seen.promise } })
  await ask(page, question)
  await expect(page).toHaveURL(/#\/c\//)
  await expect(page.locator('.answer')).toContainText('The lease on')
  await page.reload()
  const second = await context.newPage()
  await second.goto(page.url())

  for (const window of [page, second]) {
    await expect(window.getByRole('button', { name: 'Stop' })).toBeVisible()
    await expect(window.locator('.turn[data-live] .answer')).toContainText('The lease on')
  }
  seen.resolve()
  for (const window of [page, second]) {
    await expect(window.locator('.said .tools')).toBeVisible({ timeout: 30_000 })
    await expect(window.locator('.answer')).toContainText('Ruth was to speak to Mr Hale.')
  }
})

test('an answer is written to its end when its page is closed', async ({ page, context }) => {
  const closed = Promise.withResolvers<void>()
  alcove.ollama?.next({ text: leaseAnswer, delay: 20, hold: { after: 20, until: closed.promise } })
  await ask(page, question)
  await expect(page.locator('.answer')).toContainText('The lease on')
  const address = page.url()
  await page.close()
  closed.resolve()
  // Until the model has said its last word nobody looks on.
  await alcove.ollama?.idle(performance.now())
  const later = await context.newPage()
  await later.goto(address)

  await expect(later.locator('.said .tools')).toBeVisible()
  await expect(later.locator('.answer')).toContainText('Ruth was to speak to Mr Hale.')
})

test('thoughts are folded while they come, and kept with the answer', async ({ page }) => {
  alcove.ollama?.next({ thinking: 'The lease names a day. '.repeat(20), text: leaseAnswer, delay: 10 })
  await ask(page, question)

  const thoughts = page.locator('details.thinking')
  await expect(thoughts).toBeVisible()
  await expect(thoughts).not.toHaveAttribute('open')
  await expect(page.locator('.said .tools')).toBeVisible()
  await page.reload()
  await thoughts.locator('summary').click()
  await expect(thoughts).toContainText('The lease names a day.')
})

test('the sources of a question can be limited, and what answers is always said', async ({ page }) => {
  await page.getByRole('button', { name: 'Sources: All sources' }).click()
  await page.getByRole('menuitemcheckbox').first().click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Sources: papers' })).toBeVisible()
  await page.getByRole('button', { name: /^Model: / }).click()
  await page.getByRole('menuitemradio', { name: 'Quotes only' }).click()
  await expect(page.getByRole('button', { name: 'Model: Quotes only' })).toBeVisible()
  await ask(page, question)

  await expect(page.locator('.said')).toContainText(/Quotes only · \d+ passages? from \d+ documents? · \d+ searched/)
})

test('without a model the picker says so, and leads to where to get one', async ({ page }) => {
  await page.context().addCookies(without.cookies)
  await page.goto(without.url)
  await page.getByRole('button', { name: 'Model: Quotes only' }).click()
  await expect(page.getByText('No model is running on this machine. Quotes need none.')).toBeVisible()
  await page.getByRole('menuitem', { name: 'How to get a model' }).click()
  await expect(page).toHaveURL(/settings\/models/)

  await page.goto(`${without.url}/#/`)
  await ask(page, 'Which rooflights suit Jupiter?')
  await expect(page.getByText('Your documents do not say.')).toBeVisible()
  await expect(page.locator('.facts')).toContainText('by words and by meaning')
  await page.getByRole('button', { name: 'Search for these words' }).click()
  await expect(page).toHaveURL(/#\/search\?q=Which/)
})

async function ask(page: Page, text: string) {
  await page.getByLabel('Your question').fill(text)
  await page.keyboard.press('Enter')
}
