import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove
const run = promisify(execFile)

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  test.setTimeout(300_000)
  alcove = await startAlcove({
    withModel: true,
    watchLoop: true,
    seed: async (data) => void (await run(process.execPath, [join(import.meta.dirname, 'seed-talks.ts'), data])),
  })
})
test.afterAll(() => alcove.stop())
test.beforeEach(async ({ page, context }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(alcove.url)
})

test('among 10,000 conversations one with 2,000 messages opens at once, at its end, and typing is never held up', async ({
  page,
}) => {
  await expect(page.getByRole('link', { name: 'The one that never ended' })).toBeVisible()
  const times: number[] = []
  for (let round = 0; round < 6; round += 1) {
    await page.goto(`${alcove.url}/#/`)
    await expect(page.getByRole('heading', { name: 'What would you like to know?' })).toBeVisible()
    times.push(await openTime(page))
  }
  const elements = await page.locator('*').count()
  const heap = () =>
    page.evaluate(() =>
      Math.round((performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1e6),
    )
  const before = await heap()
  const frames = await typeAndWatch(page)
  process.stdout.write(
    `2,000 messages among 10,000 conversations: open after ${times.join(', ')} ms, ${elements} elements, heap ${before} MB; ` +
      `while typing: frame p50 ${frames.p50} ms, p99 ${frames.p99} ms, longest task ${frames.longest} ms\n`,
  )

  expect(elements).toBeLessThan(8_000)
  // The aim is 200 ms on an idle machine, and the figures are printed; what fails is a cost that grows with the conversation.
  expect(Math.min(...times)).toBeLessThan(1_500)
  expect(frames.longest).toBeLessThan(500)
})

test('what was said earlier comes by the button, and what one reads stays where it is', async ({ page }) => {
  await page.getByRole('link', { name: 'The one that never ended' }).click()
  await expect(page.getByRole('heading', { name: 'Question 999 of' })).toBeVisible()
  await expect(page.locator('.question')).toHaveCount(30)
  const more = page.getByRole('button', { name: 'Show 30 earlier questions' })
  await more.click()
  await expect(page.locator('.question')).toHaveCount(60)
  await expect(page.getByRole('heading', { name: 'Question 940 of' })).toBeAttached()
})

test('all conversations are searched within a moment, and the side bar shows them page by page', async ({ page }) => {
  await page.getByRole('link', { name: 'Find in conversations' }).click()
  const began = Date.now()
  await page.getByRole('searchbox', { name: 'Find in conversations' }).fill('about the heron')
  await expect(page.locator('.hit')).toHaveCount(50)
  process.stdout.write(`conversations found after ${Date.now() - began} ms\n`)

  const talks = page.getByRole('navigation').locator('.talk')
  await expect(talks).toHaveCount(100)
  await page.getByRole('button', { name: 'Show earlier ones' }).click()
  await expect(talks).toHaveCount(200)
})

test('neither main nor the page is held up while one opens, types, scrolls, searches and asks', async ({ page }) => {
  await page.evaluate(watchTasks)
  await expect(page.getByRole('link', { name: 'The one that never ended' })).toBeVisible()
  const question = page.getByLabel('Your question')

  const uses: readonly Use[] = [
    ['opened', () => openTime(page)],
    [
      'typed in',
      () =>
        question.pressSequentially('When does the lease end, and when must notice be given to renew it?', {
          delay: 20,
        }),
    ],
    ['scrolled', () => scrollUp(page)],
    [
      'asked',
      async () => {
        await question.press('Enter')
        await expect(page.locator('.said .tools').last()).toBeVisible({ timeout: 60_000 })
        await expect(page.locator('.answer').last()).toContainText('Notice must be given')
      },
    ],
    ['searched', () => searchConversations(page)],
  ]
  for (const [name, use] of uses) {
    alcove.forgetLoopDelay()
    await page.evaluate(forgetTasks)
    await use()
    await untilWritten()
    const { p50, p99, most } = await alcove.loopDelay()
    const tasks = await page.evaluate(tasksSeen)
    const late = [p50, p99, most].map((one) => `${one.toFixed(1)} ms`).join(' | ')
    process.stdout.write(`| ${name} | ${late} | ${tasks.length} | ${Math.round(Math.max(0, ...tasks))} ms |\n`)
    // The aims are 50 ms each on an idle machine, and the figures are printed: what fails is what grows with the number.
    expect(p99).toBeLessThan(1_000)
    expect(Math.max(0, ...tasks)).toBeLessThan(3_000)
  }
})

type Use = readonly [name: string, use: () => Promise<unknown>]

/** What is measured is written down twice a second. */
function untilWritten() {
  return pause(1_100)
}

async function scrollUp(page: Page) {
  await page.mouse.move(700, 400)
  for (let step = 0; step < 40; step += 1) {
    await page.mouse.wheel(0, -400)
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
  await page.getByRole('button', { name: 'Show 30 earlier questions' }).click()
  await expect(page.locator('.question')).toHaveCount(60)
}

async function searchConversations(page: Page) {
  await page.getByRole('link', { name: 'Find in conversations' }).click()
  const box = page.getByRole('searchbox', { name: 'Find in conversations' })
  await box.pressSequentially('about the heron', { delay: 60 })
  await expect(page.locator('.hit')).toHaveCount(50)
}

interface Watched {
  tasks: number[]
}

function watchTasks() {
  const watched: Watched = { tasks: [] }
  Object.assign(window, { watched })
  new PerformanceObserver((list) => {
    watched.tasks.push(...list.getEntries().map(({ duration }) => duration))
  }).observe({ type: 'longtask' })
}

function forgetTasks() {
  ;(window as unknown as { watched: Watched }).watched.tasks = []
}

function tasksSeen() {
  return (window as unknown as { watched: Watched }).watched.tasks
}

/** From the click to the last question on the page, in milliseconds of the page's own clock. */
async function openTime(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const link = [...document.querySelectorAll('a')].find(
          ({ textContent }) => textContent === 'The one that never ended',
        )
        const began = performance.now()
        link?.click()
        const look = () => {
          if (document.body.textContent?.includes('Question 999 of')) resolve(Math.round(performance.now() - began))
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
}

async function typeAndWatch(page: Page): Promise<{ p50: number; p99: number; longest: number }> {
  await page.evaluate(() => {
    const watched = { frames: [] as number[], longest: 0, on: true }
    ;(window as unknown as { typed: typeof watched }).typed = watched
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.longest = Math.max(watched.longest, Math.round(duration))
    }).observe({ type: 'longtask' })
    let last = performance.now()
    const frame = () => {
      const now = performance.now()
      watched.frames.push(now - last)
      last = now
      if (watched.on) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  await page
    .getByLabel('Your question')
    .pressSequentially('What was said of the lease in all these years?', { delay: 20 })
  return page.evaluate(() => {
    const { typed } = window as unknown as { typed: { frames: number[]; longest: number; on: boolean } }
    typed.on = false
    const sorted = typed.frames.toSorted((a, b) => a - b)
    const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)
    return { p50: at(0.5), p99: at(0.99), longest: typed.longest }
  })
}
