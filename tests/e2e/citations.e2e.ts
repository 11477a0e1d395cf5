import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove
const question = 'When does the lease end, and when must notice be given to renew it?'
/** What the first passage says. */
const claim =
  'The request to renew the lease is made by notice in writing, received not less than three months before the expiry of the Term [1].'

test.describe.configure({ mode: 'serial', timeout: 60_000 })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true })
})
test.afterAll(() => alcove.stop())
test.beforeEach(async ({ page, context }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(alcove.url)
})

test('pointing at a number shows its passage with the words marked, while it is written and afterwards; it goes with the pointer', async ({
  page,
}) => {
  let goOn = () => {}
  const until = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const text = 'The lease ends on 31 March 2027 [1]. More of it follows.'
  alcove.ollama?.next({ text, hold: { after: 9, until } })
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await number(page, 1).hover()
  await expect(peek(page)).toBeVisible()
  const whileWritten = await peek(page).locator('.words').textContent()
  await page.getByLabel('Your question').hover()
  await expect(peek(page)).toHaveCount(0)
  goOn()
  await expect(page.locator('.said .tools')).toBeVisible()

  await number(page, 1).hover()
  await expect(peek(page).locator('mark').first()).toBeVisible()
  expect(await peek(page).locator('.words').textContent()).toBe(whileWritten)
  const inCard = await peek(page).locator('mark').allTextContents()
  const inNote = await page.locator('.ev').first().locator('mark').allTextContents()
  expect(inCard).toEqual(inNote)
})

test('the number that has the focus shows it, Escape takes it away and leaves the answer, Enter opens the source at the mark', async ({
  page,
}) => {
  await answered(page, claim)
  await page.getByRole('button', { name: 'Edit the question' }).focus()
  await page.keyboard.press('Tab')
  await expect(number(page, 1)).toBeFocused()
  await expect(peek(page)).toContainText('three months')
  const marked = await peek(page).locator('mark').allTextContents()
  await page.keyboard.press('Escape')
  await expect(peek(page)).toHaveCount(0)
  await expect(number(page, 1)).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(page.locator('.doc mark').first()).toBeInViewport()
  // A page of a PDF is marked over its picture: one mark for each line of the words.
  expect(await page.locator('.doc mark').count()).toBeGreaterThanOrEqual(marked.length)
  await page.keyboard.press('Escape')
  await number(page, 1).click()
  await expect(page.locator('.doc mark').first()).toBeInViewport()
})

test('a source that says little of its sentence is called so in words, beside it and over it, and again after a reload', async ({
  page,
}) => {
  await answered(page, 'Penguins breed in the southern winter, far from any harbour [1].')
  await expect(page.locator('.ev').first()).toContainText('Says little of this sentence')
  await expect(page.locator('.said')).toContainText('weak')
  await page.reload()
  await number(page, 1).hover()
  await expect(peek(page)).toContainText('Says little of this sentence')
})

test('a passage is taken along to the next question from its note and from the search, by keys alone', async ({
  page,
}) => {
  await answered(page, 'The lease ends on 31 March 2027 [1].')
  await page.getByRole('button', { name: 'Ask about this passage' }).first().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Your question')).toBeFocused()
  const given = page.getByRole('list', { name: 'The question is about' })
  await expect(given.getByRole('listitem')).toHaveCount(1)
  alcove.ollama?.next({ text: 'In March [1].' })
  await page.keyboard.type('What exactly is said here?')
  await page.keyboard.press('Enter')
  await expect(page.locator('.said .tools')).toHaveCount(2)
  await expect(page.getByRole('list', { name: 'Given along' })).toHaveCount(1)

  await page.goto(`${alcove.url}/#/search?q=lease`)
  await page.getByRole('button', { name: 'Ask about it' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'What would you like to know?' })).toBeVisible()
  await expect(given.getByRole('listitem')).toHaveCount(1)
  await given.getByRole('button').click()
})

async function answered(page: Page, text: string) {
  alcove.ollama?.next({ text })
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.said .tools')).toBeVisible()
}

function number(page: Page, n: number) {
  return page
    .locator('.answer')
    .getByRole('button', { name: `Source ${n}`, exact: true })
    .first()
}

function peek(page: Page) {
  return page.locator('.source-peek')
}
