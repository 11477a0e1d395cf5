import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ mode: 'serial', timeout: 60_000 })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true })
})
test.afterAll(() => alcove.stop())

test.beforeEach(async ({ page, context }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(alcove.url)
})

test('a conversation is pinned, filed and archived, and its menu says so', async ({ page }) => {
  await ask(page, 'When does the lease end?', 'In March [1].')
  await menu(page, 'When does the lease end', 'Pin')
  await expect(page.getByRole('region', { name: 'Pinned' }).getByRole('link')).toHaveText(['When does the lease end'])

  await menu(page, 'When does the lease end', 'Unpin')
  await menu(page, 'When does the lease end', 'New folder…')
  await page.getByLabel('Name').fill('The office')
  await page.keyboard.press('Enter')
  const folder = page.getByRole('region', { name: 'Folder The office' })
  await expect(folder.getByRole('link', { name: 'When does the lease end' })).toBeVisible()

  await menu(page, 'When does the lease end', 'Archive')
  await expect(page.getByText('is in the archive')).toBeVisible()
  await expect(folder.getByRole('link')).toHaveCount(0)
  await page.getByRole('link', { name: 'Find in conversations' }).click()
  await page.getByRole('link', { name: 'Archive' }).click()
  await expect(page.getByRole('main').getByRole('link', { name: 'When does the lease end' })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('main').getByRole('button', { name: 'More about When does the lease end' }).click()
  await page.getByRole('menuitem', { name: 'Out of the archive' }).click()
  await expect(page.getByText('Nothing is archived')).toBeVisible()
})

test('what was said is found by a part of a word, on a branch that is not shown, and opened there', async ({
  page,
}) => {
  await ask(page, 'May the landlord enter the premises?', 'Yes, with two days’ notice [1].')
  await page.locator('.asked').last().hover()
  await page.getByRole('button', { name: 'Edit the question' }).last().click()
  alcove.ollama?.next({ text: 'In an emergency at once [1].' })
  await page.getByLabel('The question, worded anew').fill('May the landlord enter the premises at once?')
  await page.keyboard.press('Enter')
  await expect(page.locator('.answer').last()).toContainText('emergency')

  await page.keyboard.press('Escape')
  await page.getByRole('main').focus()
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.getByRole('searchbox', { name: 'Find in conversations' }).fill('two days’ not')
  const hit = page.getByRole('main').getByRole('button', { name: /May the landlord enter/ })
  await expect(hit.locator('mark')).toHaveText(['two', 'days’', 'not'])
  await hit.click()
  await expect(page.locator('.answer').last()).toContainText('two days')
})

test('what is removed lies in the bin, comes back from it, and is deleted for good only when asked twice', async ({
  page,
}) => {
  await ask(page, 'How is the notice to renew the lease sent?', 'By post [1].')
  await menu(page, 'How is the notice to renew the lease sent', 'Remove')
  await page.goto(`${alcove.url}/#/conversations?in=bin`)
  await expect(page.getByRole('listitem').filter({ hasText: 'How is the notice' })).toContainText('gone on')
  await page.getByRole('button', { name: 'Bring back' }).click()
  await expect(page.locator('.answer').last()).toContainText('By post')

  await menu(page, 'How is the notice to renew the lease sent', 'Remove')
  await page.goto(`${alcove.url}/#/conversations?in=bin`)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete for good' }).click()
  await expect(page.getByText('The bin is empty.')).toBeVisible()
})

test('a conversation is saved as Markdown, and printed without the side bar', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute('data-printed', '')
  })
  await page.reload()
  await ask(page, 'When does the term of the lease expire?', 'On **31 March 2027** [1].')
  const saving = page.waitForEvent('download')
  await menu(page, 'When does the term of the lease expire', 'Save as Markdown')
  const file = await saving
  expect(file.suggestedFilename()).toBe('When does the term of the lease expire.md')

  await menu(page, 'When does the term of the lease expire', 'Print, or save as PDF')
  await expect(page.locator('body[data-printed]')).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation', { name: 'Pages and conversations' })).toBeHidden()
  await expect(page.locator('.paper strong')).toHaveText('31 March 2027')
})

test('a conversation that is not kept says so, and stands apart in the side bar', async ({ page }) => {
  await page.getByRole('button', { name: 'Kept', exact: true }).click()
  await ask(page, 'When does the lease end, not kept?', 'In March [1].')
  await expect(page.getByText('This conversation is in memory only')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Not kept' }).getByRole('link')).toHaveCount(1)
  await ask(page, 'How is the notice to renew the lease sent?', 'By post [1].')
  await expect(page.locator('.question')).toHaveCount(2)
})

async function ask(page: Page, question: string, answer: string) {
  alcove.ollama?.next({ text: answer })
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.said .tools').last()).toBeVisible()
}

async function menu(page: Page, talk: string, item: string) {
  const button = page.getByRole('button', { name: `More about ${talk}`, exact: true })
  await page.getByRole('navigation').getByRole('link', { name: talk, exact: true }).first().hover()
  await button.first().click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}
