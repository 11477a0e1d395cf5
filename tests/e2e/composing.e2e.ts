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

test('a document is named with @ by keys alone, given whole, and the answer says so', async ({ page }) => {
  const box = page.getByLabel('Your question')
  await box.fill('What must be sent to ')
  await box.pressSequentially('@hale')
  await expect(page.getByRole('option', { name: 'Letter to Mr Hale.txt' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('What must be sent to ')
  await expect(page.getByRole('list', { name: 'The question is about' })).toContainText('Letter to Mr Hale.txt')

  alcove.ollama?.next({ text: 'The keys [1].' })
  await box.pressSequentially('him?')
  await page.keyboard.press('Enter')
  await expect(page.locator('.said').last()).toContainText('1 document given whole')
  await expect(page.getByRole('list', { name: 'The question is about' })).toHaveCount(0)
})

test('a prompt with a variable is made in the settings and put into the box with a stroke', async ({ page }) => {
  await page.goto(`${alcove.url}/#/settings/answers`)
  await page.getByRole('button', { name: 'New prompt' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Explain')
  await page.getByLabel('What it says').fill('Explain {{word}} as the lease has it')
  await expect(page.getByText('Asked for each time: word.')).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByRole('button', { name: 'Change Explain' })).toBeVisible()

  await page.goto(`${alcove.url}/#/`)
  const box = page.getByLabel('Your question')
  await box.pressSequentially('/exp')
  await page.keyboard.press('Enter')
  await page.getByLabel('word').fill('notice')
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('Explain notice as the lease has it')
  await expect(box).toBeFocused()
})

test('an assistant is made, chosen, and answers in the whole conversation', async ({ page }) => {
  await page.goto(`${alcove.url}/#/settings/answers`)
  await page.getByRole('button', { name: 'New assistant' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Lawyer')
  await page.getByLabel('Instructions').fill('Name the clause of the lease.')
  await page.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByRole('button', { name: 'Change Lawyer' })).toBeVisible()
  await page.getByLabel('Asked of every answer').fill('Answer in one sentence.')
  await page.keyboard.press('Tab')

  await page.goto(`${alcove.url}/#/`)
  await page.getByRole('button', { name: 'Assistant: No assistant' }).click()
  await page.getByRole('menuitemradio', { name: 'Lawyer' }).click()
  alcove.ollama?.next({ text: 'On 31 March 2027, by clause 2.1 [1].' })
  await ask(page, 'When does the lease end?')
  await expect(page.getByRole('button', { name: 'Assistant: Lawyer' })).toBeVisible()
  const sent = JSON.stringify(alcove.ollama?.chats.at(-1) ?? {})
  expect(sent).toContain('Name the clause of the lease.')
  expect(sent).toContain('Answer in one sentence.')
})

test('an answer is called bad with the source that does not belong there, and that is there after a reload', async ({
  page,
}) => {
  alcove.ollama?.next({ text: 'In March [1].' })
  await ask(page, 'When does the term of the lease expire?')
  await page.locator('.said').last().hover()
  await page.getByRole('button', { name: 'Bad answer' }).click()
  await page.getByLabel('In your words').fill('It is the last day of March.')
  await page.getByRole('checkbox').first().check()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByRole('button', { name: 'Bad answer' })).toHaveAttribute('aria-pressed', 'true')

  await page.reload()
  await page.getByRole('button', { name: 'Bad answer' }).click()
  await expect(page.getByLabel('In your words')).toHaveValue('It is the last day of March.')
  await expect(page.getByRole('checkbox').first()).toBeChecked()
})

async function ask(page: Page, question: string) {
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.said .tools').last()).toBeVisible()
}
