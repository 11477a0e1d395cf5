import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { needle, writeBigPapers } from './big-papers.ts'
import { leaseAnswer } from './lease-answer.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

const question = 'When does the lease end, and when must notice be given to renew it?'
let alcove: RunningAlcove

test.beforeAll(async () => {
  test.setTimeout(600_000)
  alcove = await startAlcove({ withModel: true, write: writeBigPapers, wordsOnly: true })
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('nothing above the writing place moves and no task takes a second while 2,000 words stream', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(alcove.url)
  alcove.ollama?.next({ text: (body) => `${leaseAnswer(body)}\n\n${longText}`, delay: 3 })
  await ask(page, question)
  await expect(page.locator('.answer .prose').first()).toContainText('The lease on')
  const slowness = await page.evaluate(howSlow)
  await page.evaluate(watchMovement)
  await expect(page.locator('.answer')).toContainText('Paragraph 12 ')
  const scroll = page.locator('.ask .scroll')
  const reading = await scroll.evaluate((element) => {
    element.scrollTop = 40
    return element.scrollTop
  })
  await expect(page.locator('.said .tools')).toBeVisible({ timeout: 90_000 })
  const after = await scroll.evaluate((element) => element.scrollTop)
  const { shift, moved, longest, what } = await page.evaluate(() => (window as unknown as Watched).watched)
  process.stdout.write(
    `streaming 2,000 words: layout shift ${shift}, moved above ${moved} px, longest task ${longest} ms, machine ${slowness.toFixed(1)} times as slow\n`,
  )

  expect({ shift, what, moved, scrolled: after - reading }).toEqual({ shift: 0, what: [], moved: 0, scrolled: 0 })
  // The aim is 50 ms on an idle machine, and the figure is printed; what fails is a cost that grows with the text.
  expect(longest).toBeLessThan(1_000)
})

const papers = [
  { name: 'big.txt', mark: '.doc mark' },
  { name: 'big.js', mark: '.doc mark' },
  { name: 'big.md', mark: '.doc mark' },
  { name: 'one-line.txt', mark: '.doc mark' },
  { name: 'wide.csv', mark: '.doc mark' },
  { name: 'big.pdf', mark: '.pdf-mark', page: 270 },
]
for (const { name, mark, page: number } of papers) {
  test(`${name} opens at its passage at once, with few elements on the page`, async ({ page }) => {
    const { documentId, start } = await alcove.find(name, needle)
    await page.goto(`${alcove.url}/#/`)
    await expect(page.getByLabel('Your question')).toBeVisible()
    const place = `doc=${documentId}&marks=${start}-${start + needle.length}${number ? `&page=${number}` : ''}`
    const began = Date.now()
    await page.evaluate((route) => {
      location.hash = route
    }, `#/?${place}`)
    await expect(page.locator(mark).first()).toBeInViewport({ timeout: 30_000 })
    const milliseconds = Date.now() - began
    const elements = await page.locator('.doc *').count()
    process.stdout.write(`${name}: open at the passage after ${milliseconds} ms, ${elements} elements\n`)

    expect(elements).toBeLessThan(20_000)
    expect(milliseconds).toBeLessThan(limit(3_000))
  })
}

test('evidence across lines and hyphens is marked on its page, and its thumbnail carries the mark', async ({
  page,
}) => {
  const { documentId, start } = await alcove.find('big.pdf', needle)
  const words =
    'the heron of Ystad, which was called an extraor-\ndinary guest and stayed for eleven weeks near the\nharbour'
  const marks = `${start}-${start + words.length}`
  await page.goto(`${alcove.url}/#/?doc=${documentId}&marks=${marks}&page=270`)

  await expect(page.locator('.pdf-mark').first()).toBeInViewport({ timeout: 30_000 })
  await expect(page.locator('.pdf-mark')).toHaveCount(3)
  await expect(page.getByLabel('Page 270, with evidence').locator('b')).toHaveCount(1)
})

test('a PDF that is gone shows its text with the words marked, and says why', async ({ page }) => {
  const { documentId, start } = await alcove.find('big.pdf', needle)
  await rm(join(alcove.papers, 'big.pdf'))
  await page.goto(`${alcove.url}/#/?doc=${documentId}&marks=${start}-${start + needle.length}&page=270`)

  await expect(page.getByText(/The PDF is no longer where it was|no longer in the library/)).toBeVisible()
})

interface Shift {
  readonly startTime: number
  readonly value: number
  readonly sources: readonly {
    readonly node: Node | null
    readonly previousRect: DOMRectReadOnly
    readonly currentRect: DOMRectReadOnly
  }[]
}

interface Watched {
  watched: { shift: number; moved: number; longest: number; what: string[] }
}

const longText = Array.from(
  { length: 70 },
  (_, n) =>
    `Paragraph ${n} says the same again at some length, with *emphasis*, a [link](https://example.org) and \`code\`, so that there is something to lay out.\n\n`,
).join('')

/** A machine that does much else at once is given more time. */
function limit(milliseconds: number) {
  return milliseconds * Number(process.env.ALCOVE_PATIENCE ?? 4)
}

/** How many times longer a fixed piece of work takes than on an idle machine of today. */
async function howSlow() {
  const taken: number[] = []
  for (let round = 0; round < 40; round += 1) {
    const began = performance.now()
    const words = Array.from({ length: 60_000 }, (_, n) => `${(n * 7_919) % 60_000} word`)
    words.sort((a, b) => a.localeCompare(b))
    taken.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const slow = taken.toSorted((a, b) => a - b).at(-4) ?? 0
  return Math.max(1, slow / 12)
}

function watchMovement() {
  const watched: Watched['watched'] = { shift: 0, moved: 0, longest: 0, what: [] }
  Object.assign(window, { watched })
  const written = new WeakMap<Element, number>()
  const blockOf = (node: Node | null) =>
    (node instanceof Element ? node : node?.parentElement)?.closest('.prose, .question') ?? null
  new MutationObserver((mutations) => {
    for (const { target } of mutations) {
      const block = blockOf(target)
      if (block) written.set(block, performance.now())
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as readonly Shift[]) {
      // The line under the answer goes down with its last words, and a note's words are marked anew at the end: they are no
      // text that is being read above the writing place, and neither is the paragraph that is being written.
      const above = entry.sources.filter(({ node, previousRect, currentRect }) => {
        const block = blockOf(node)
        const isBeingWritten = entry.startTime - ((block && written.get(block)) ?? 0) < 200
        return block && !isBeingWritten && currentRect.top !== previousRect.top
      })
      if (above.length > 0) watched.shift += entry.value
      for (const { node } of above) watched.what.push(`${node?.nodeName} ${node?.textContent?.slice(0, 40)}`)
    }
  }).observe({ type: 'layout-shift', buffered: false })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) watched.longest = Math.max(watched.longest, Math.round(entry.duration))
  }).observe({ type: 'longtask', buffered: false })
  const topOf = () =>
    (document.querySelector('.answer .prose')?.getBoundingClientRect().top ?? 0) +
    (document.querySelector('.ask .scroll')?.scrollTop ?? 0)
  const before = topOf()
  setInterval(() => {
    watched.moved = Math.max(watched.moved, Math.abs(topOf() - before))
  }, 50)
}

async function ask(page: Page, text: string) {
  await page.getByLabel('Your question').fill(text)
  await page.keyboard.press('Enter')
}
