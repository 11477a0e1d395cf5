import { cpus } from 'node:os'
import { expect, type Page, test } from '@playwright/test'
import { type LongAnswer, longAnswers } from './long-answers.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

// Snapshots of a page with so much on it would be what is measured.
test.use({ trace: 'off' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true, wordsOnly: true })
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

for (const answer of longAnswers) {
  test(`${answer.name} stays smooth while it is written, followed to its end`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(alcove.url)
    alcove.ollama?.next({ text: `${answer.text}\n\nThe very end.`, delay: 1, ignoresLimit: true })
    await page.getByLabel('Your question').fill('When does the lease end, and when must notice be given to renew it?')
    await page.keyboard.press('Enter')
    await expect(page.locator('.answer')).toBeVisible()
    const { frames, tasks, seconds } = await page.evaluate(framesUntilWritten)
    await expect(page.locator('.answer')).toContainText('The very end.')
    print(answer, { frames, tasks, seconds })

    expect(await complete(page, answer)).toBe(true)
    // Generous, for machines that do much else at once; the figures are printed.
    expect(Math.max(0, ...tasks)).toBeLessThan(1_000)
    expect(part(frames, 0.95)).toBeLessThan(250)
  })
}

interface Seen {
  readonly frames: readonly number[]
  readonly tasks: readonly number[]
  readonly seconds: number
}

function print({ name, text }: LongAnswer, { frames, tasks, seconds }: Seen) {
  const at = (share: number) => `${part(frames, share).toFixed(0)} ms`
  process.stdout.write(
    `| ${name} | ${text.split('\n').length} | ${Math.round(seconds)} s | ${at(0.5)} | ${at(0.95)} | ${at(0.99)} | ${at(1)} | ${tasks.length} | ${Math.max(0, ...tasks).toFixed(0)} ms | ${cpus()[0]?.model}, ${cpus().length} cores\n`,
  )
}

/** Whether the last line of it is on the page and the first still is. */
async function complete(page: Page, { first, last }: LongAnswer) {
  const text = await page.locator('.answer').evaluate((element) => element.textContent)
  return text.includes(first) && text.includes(last)
}

function part(values: readonly number[], share: number) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/**
 * The times of all frames and long tasks until the answer is there. Keeps its end in sight as a reader who follows it would. All
 * of it within the page: looking from outside would be measured, too.
 */
function framesUntilWritten() {
  return new Promise<Seen>((resolve) => {
    const frames: number[] = []
    const tasks: number[] = []
    const began = performance.now()
    let last = began
    const scroll = document.querySelector('.ask .scroll')
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
      buffered: false,
    })
    const next = (now: number) => {
      frames.push(now - last)
      last = now
      if (scroll && frames.length % 12 === 0) scroll.scrollTop = scroll.scrollHeight
      if (!document.querySelector('.said .tools')) requestAnimationFrame(next)
      // Whatever the end of it costs is noted, too.
      else setTimeout(() => resolve({ frames, tasks, seconds: (last - began) / 1_000 }), 500)
    }
    requestAnimationFrame(next)
  })
}
