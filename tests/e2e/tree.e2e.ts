import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ mode: 'serial', timeout: 45_000 })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true })
})
test.afterAll(() => alcove.stop())

test.beforeEach(async ({ page, context }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(alcove.url)
})

test('a question is edited by keys; both wordings stay, with what stands below each', async ({ page }) => {
  await ask(page, 'When does the lease end?', 'In March [1].')
  await ask(page, 'When must the notice to renew the lease be given?', 'Three months before [1].')

  await page.getByRole('heading', { name: 'When must the notice to renew the lease be given?' }).click()
  await page.keyboard.press('e')
  const box = page.getByLabel('The question, worded anew')
  await expect(box).toBeFocused()
  alcove.ollama?.next({ text: 'By post [1].' })
  await box.fill('How is the notice to renew the lease sent?')
  await page.keyboard.press('Enter')

  await expect(page.locator('.answer').last()).toContainText('By post')
  await expect(page.getByRole('heading', { name: 'When must the notice' })).toHaveCount(0)
  const versions = page.getByRole('group', { name: 'Versions of the question' })
  await expect(versions).toContainText('2 of 2')
  await versions.getByRole('button', { name: 'Earlier question' }).click()
  await expect(page.locator('.answer').last()).toContainText('Three months before')
  await expect(versions).toContainText('1 of 2')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})

test('the notes of a turn keep clear of those of the turn above', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await ask(page, 'When does the lease end?', 'In March [1]. Nothing else is known of it [2]. It was a Sunday [3].')
  await ask(page, 'How is the notice to renew the lease sent?', 'By post [1].')

  const boxes = await page.locator('aside.ev').evaluateAll((notes) =>
    notes.map((note) => {
      const { top, bottom } = note.getBoundingClientRect()
      return { top, bottom }
    }),
  )
  expect(boxes.length).toBeGreaterThan(2)
  for (const [index, { top }] of boxes.entries()) {
    const above = boxes[index - 1]
    if (above) expect(top).toBeGreaterThanOrEqual(above.bottom)
  }
})

test('asking again keeps the answer before, and the switch goes between both', async ({ page }) => {
  await ask(page, 'Who may request to renew the lease?', 'Ruth Hale [1].')
  alcove.ollama?.next({ text: 'It is Ruth Hale, says clause 1 [1].' })
  await page.locator('.said').last().hover()
  await page.getByRole('button', { name: 'Ask again' }).last().click()

  await expect(page.locator('.answer').last()).toContainText('says clause 1')
  const versions = page.getByRole('group', { name: 'Versions of the answer' })
  await expect(versions).toContainText('2 of 2')
  await versions.getByRole('button', { name: 'Earlier answer' }).click()
  await expect(page.locator('.answer').last()).toContainText('Ruth Hale')
  await expect(page.locator('.answer').last()).not.toContainText('says clause 1')
})

test('the map shows every branch and goes there; a fork is a conversation of its own', async ({ page }) => {
  await ask(page, 'When does the term of the lease expire?', 'It is 700 [1].')
  await edit(page, 'When does the term of the lease expire exactly?', 'It is 8,400 [1].')
  await menu(page, 'Map of the conversation')
  const map = page.getByRole('dialog', { name: 'Map of this conversation' })
  await expect(map.getByRole('button', { name: /When does the term/ })).toHaveCount(2)
  await map.getByRole('button', { name: 'When does the term of the lease expire?' }).click()
  await expect(page.locator('.answer').last()).toContainText('It is 700')

  const before = page.url()
  await menu(page, 'New conversation from here')
  await expect(page).not.toHaveURL(before)
  await expect(page.locator('.answer').last()).toContainText('It is 700')
  await expect(page.getByRole('group', { name: 'Versions of the question' })).toHaveCount(0)
})

test('answers stand side by side while another one is written, and one of them is gone on with', async ({ page }) => {
  await ask(page, 'May the landlord enter the premises?', 'Yes [1].')
  await menu(page, 'Answers side by side')
  await expect(page.getByRole('heading', { name: 'May the landlord enter the premises?' })).toBeVisible()

  await page.getByRole('button', { name: 'Ask another model' }).click()
  await page.getByRole('menuitem', { name: 'Quotes only' }).click()
  await expect(page.locator('.column')).toHaveCount(2)
  await expect(page.locator('.column').last().getByRole('button', { name: 'Go on with this one' })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await page.locator('.column').first().getByRole('button', { name: 'Go on with this one' }).click()
  await expect(page.locator('.answer').last()).toContainText('Yes')
})

test('questions asked while an answer is written wait in sight and are asked in their order', async ({ page }) => {
  const gate = Promise.withResolvers<void>()
  alcove.ollama?.next({ text: 'One [1].', hold: { after: 1, until: gate.promise } })
  await page.getByLabel('Your question').fill('When does the lease end, first?')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
  await expect(page).toHaveURL(/\/c\//)
  for (const question of ['When does the lease end, second?', 'When does the lease end, third?', 'Not wanted']) {
    await page.getByLabel('Your question').fill(question)
    await page.keyboard.press('Enter')
  }
  const waiting = page.getByRole('region', { name: 'Waiting questions' })
  await expect(waiting.getByRole('listitem')).toHaveCount(3)
  await waiting.getByRole('button', { name: 'Do not ask: Not wanted' }).click()

  alcove.ollama?.next({ text: 'Two [1].' })
  alcove.ollama?.next({ text: 'Three [1].' })
  gate.resolve()
  await expect(page.locator('.answer').last()).toContainText('Three')
  await expect(waiting).toHaveCount(0)
  await expect(page.locator('.question')).toHaveText([
    'When does the lease end, first?',
    'When does the lease end, second?',
    'When does the lease end, third?',
  ])
})

test('what is typed outlives a reload', async ({ page }) => {
  const kept = Promise.withResolvers<void>()
  page.on('websocket', (line) =>
    line.on('framesent', ({ payload }) => {
      if (payload.includes('half writ')) kept.resolve()
    }),
  )
  await page.reload()
  await page.getByLabel('Your question').fill('A question half writ')
  await kept.promise
  await page.reload()
  await expect(page.getByLabel('Your question')).toHaveValue('A question half writ')
})

async function ask(page: Page, question: string, answer: string) {
  alcove.ollama?.next({ text: answer })
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.answer').last()).toContainText(answer.split(' [')[0] ?? '')
  await expect(page.locator('.said .tools').last()).toBeVisible()
}

async function edit(page: Page, question: string, answer: string) {
  alcove.ollama?.next({ text: answer })
  await page.locator('.asked').last().hover()
  await page.getByRole('button', { name: 'Edit the question' }).last().click()
  await page.getByLabel('The question, worded anew').fill(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.answer').last()).toContainText(answer.split(' [')[0] ?? '')
}

async function menu(page: Page, item: string) {
  await page.locator('.said').last().hover()
  await page.locator('.said').last().getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
