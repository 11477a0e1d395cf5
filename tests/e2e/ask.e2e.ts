import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { leaseAnswer } from './lease-answer.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

const question = 'When does the lease end, and when must notice be given to renew it?'
let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true })
})
test.afterAll(() => alcove.stop())

test.beforeEach(async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await context.addCookies(alcove.cookies)
  await page.goto(alcove.url)
})

test('an answer streams with its evidence beside each sentence and can be copied with its sources', async ({
  page,
}) => {
  const seen = Promise.withResolvers<void>()
  alcove.ollama?.next({ text: leaseAnswer, delay: 20, hold: { after: 10, until: seen.promise } })
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')

  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
  seen.resolve()
  await expect(page.locator('.said')).toContainText(/scripted-chat · \d passages? from \d documents?/)
  const first = page.getByLabel('Source 1', { exact: true }).and(page.locator('aside'))
  await expect(first).toBeVisible()
  const sentence = page.locator('span[data-cites]').first()
  const [note, claim] = [await first.boundingBox(), await sentence.boundingBox()]
  expect(Math.abs((note?.y ?? 0) - (claim?.y ?? 99))).toBeLessThan(8)

  await sentence.hover()
  await expect(first).toHaveAttribute('data-on', '')
  await page.getByRole('button', { name: 'Copy with sources' }).click()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('[1] Lease 14 Tanner Street.pdf, p. 3')
})

test('what stands above does not move while an answer is written', async ({ page }) => {
  const watched = Promise.withResolvers<void>()
  alcove.ollama?.next({ text: leaseAnswer, delay: 30, hold: { after: 10, until: watched.promise } })
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.prose').first()).toBeVisible()
  const shift = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        const watch = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value
        })
        watch.observe({ type: 'layout-shift', buffered: false })
        const done = setInterval(() => {
          if (document.querySelector('.said .tools') === null) return
          clearInterval(done)
          resolve(sum)
        }, 50)
      }),
  )
  watched.resolve()
  expect(await shift).toBeLessThan(0.02)
})

test('stop keeps what was written, and the next step is offered', async ({ page }) => {
  const stopped = Promise.withResolvers<void>()
  alcove.ollama?.next({ text: leaseAnswer, hold: { after: 20, until: stopped.promise } })
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.prose').first()).toContainText('The lease on')
  await page.keyboard.press('Escape')

  await expect(page.getByText('You stopped this answer.')).toBeVisible()
  stopped.resolve()
  await expect(page.locator('.prose').first()).toContainText('The lease on')
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible()
})

test('a model that dies leaves its words, and quotes can be taken instead', async ({ page }) => {
  alcove.ollama?.next({ text: leaseAnswer, ending: 'socket-destroyed', after: 12 })
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await expect(page.getByText('The connection to the model broke off.')).toBeVisible()
  await expect(page.locator('.prose').first()).toContainText('The lease on')

  await page.getByRole('button', { name: 'Quotes instead' }).click()
  await expect(page.getByText('No model wrote this.')).toBeVisible()
  await expect(page.locator('.quotes blockquote').first()).toBeVisible()
})

test('a conversation is renamed, removed and brought back', async ({ page }) => {
  const talk = page.locator('.talk').first()
  await talk.hover()
  await talk.getByRole('button').click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('The lease')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'The lease', exact: true })).toBeVisible()

  await talk.hover()
  await talk.getByRole('button').click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(page.getByRole('link', { name: 'The lease', exact: true })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: 'The lease', exact: true })).toBeVisible()
})

test('what no document says is said plainly', async ({ page }) => {
  await page.getByLabel('Your question').fill('Which U-value do rooflights on Jupiter have?')
  await page.keyboard.press('Enter')

  await expect(page.getByText('Your documents do not say.')).toBeVisible()
  await expect(page.getByText(/Nothing found/)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the ask pages (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await expect(page.getByLabel('Your question')).toBeVisible()
    const empty = await new AxeBuilder({ page }).analyze()
    await page.locator('.talk a').last().click()
    await expect(page.locator('.said .tools').first()).toBeVisible()
    const answered = await new AxeBuilder({ page }).analyze()

    expect(
      [...empty.violations, ...answered.violations].map(({ id, nodes }) => [id, nodes.map((node) => node.html)]),
    ).toEqual([])
  })
}
