import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { leaseAnswer } from './lease-answer.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true })
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('evidence opens the PDF on its page with the words marked, by keyboard alone', async ({ page }) => {
  alcove.ollama?.next({ text: leaseAnswer })
  await page.goto(alcove.url)
  await expect(page.getByLabel('Your question')).toBeFocused()
  await page.keyboard.type('When does the lease end, and when must notice be given to renew it?')
  await page.keyboard.press('Enter')
  await expect(page.locator('.said .tools')).toBeVisible()

  await page.locator('aside .name').first().focus()
  await page.keyboard.press('Enter')
  const viewer = page.getByRole('region', { name: 'Lease 14 Tanner Street.pdf' }).first()
  await expect(viewer).toContainText('page 3 of 12')
  await expect(viewer.locator('.pdf-mark').first()).toBeInViewport()
  await expect(page.getByLabel('Page 3, with evidence')).toHaveAttribute('aria-current', 'page')

  await page.locator('body').click({ position: { x: 600, y: 20 } })
  await page.keyboard.press(']')
  await expect(page.getByText('Evidence 2 of')).toBeVisible()
  await page.keyboard.press('o')
  await expect(page.getByLabel('Your question')).toBeHidden()
  await expect(page.locator('.pdf-mark').first()).toBeInViewport()
  const checked = await new AxeBuilder({ page }).analyze()
  expect(checked.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])

  const deepLink = page.url()
  await page.goto('about:blank')
  await page.goto(deepLink)
  await expect(page.locator('.doc .name')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByLabel('Your question')).toBeVisible()
})

const documents = [
  { name: 'Minutes 4 March 2026.md', words: 'ask for five more years', shows: 'h2:has-text("Premises")' },
  { name: 'Budget 2027.csv', words: 'Rent', shows: '.row:has-text("33360.00")' },
  { name: 'stairs.py', words: 'within the limits', shows: '.code .no:text-is("7")' },
  { name: 'ملاحظات.txt', words: 'عقد الإيجار', shows: '[dir="auto"]' },
]
for (const { name, words, shows } of documents) {
  test(`${name} opens in its own form with the words marked`, async ({ page }) => {
    const { documentId, start } = await alcove.find(name, words)
    await page.goto(`${alcove.url}/#/?doc=${documentId}&marks=${start}-${start + words.length}`)

    await expect(page.locator('.doc .name')).toHaveText(name)
    await expect(page.locator('.doc mark').first()).toBeInViewport()
    await expect(page.locator(`.doc ${shows}`).first()).toBeVisible()
  })
}

test('numbers of lines stand before their lines', async ({ page }) => {
  const { documentId } = await alcove.find('stairs.py', 'within the limits')
  await page.goto(`${alcove.url}/#/?doc=${documentId}`)
  const line = page.locator('.code .lines > div', { hasText: 'def meets_part_k' })

  const [number, code] = await Promise.all([
    line.locator('.no').boundingBox(),
    line.locator('.no + span').boundingBox(),
  ])

  expect([number && code && number.x + number.width <= code.x, number?.y]).toEqual([true, code?.y])
})
