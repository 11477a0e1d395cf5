import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove
const text =
  '## The lease\n\nIt ends on **31 March 2027** [1]. A renewal has to be asked for in writing [1].\n\n```ts\nlet a\n```\n'

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true, server: { models: ['scripted-chat'], script: { text } } })
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('an answer is read sentence by sentence by a voice of this machine, marked, paused and ended by keys', async ({
  page,
}) => {
  await withVoices(page, ['Cloud', 'Local'])
  await ask(page)
  await page.keyboard.press('l')
  const bar = page.getByRole('group', { name: 'Reading aloud' })
  await expect(bar).toContainText('The lease')
  await expect(bar).toContainText('1 of 4')
  await sayOn(page)
  await expect(bar).toContainText('It ends on 31 March 2027.')
  expect(await marked(page)).toBe('It ends on 31 March 2027.')
  await page.keyboard.press('l')
  await expect(bar.getByRole('button', { name: 'Read on' })).toBeVisible()
  await page.keyboard.press('l')
  await expect(bar.getByRole('button', { name: 'Pause reading aloud' })).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  await sayOn(page)
  await sayOn(page)
  await expect(bar).toContainText('Code in ts, one line.')
  await sayOn(page)
  await expect(bar).toHaveCount(0)

  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  expect(await said(page)).toEqual(
    [
      'The lease',
      'It ends on 31 March 2027.',
      'A renewal has to be asked for in writing.',
      'Code in ts, one line.',
    ].map((words) => ['Local', 1, words]),
  )
})

test('it begins from the menu too, Escape ends it, and leaving the page does', async ({ page }) => {
  await withVoices(page, ['Local'])
  await ask(page)
  const bar = page.getByRole('group', { name: 'Reading aloud' })
  await page.getByRole('button', { name: 'More', exact: true }).last().click()
  await page.getByRole('menuitem', { name: 'Read aloud' }).click()
  await expect(bar).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(bar).toHaveCount(0)
  await page.keyboard.press('l')
  await expect(bar).toBeVisible()
  await page.evaluate(() => (location.hash = '#/library'))
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { cancelled: number }).cancelled))
    .toBeGreaterThan(1)
})

test('another answer is read in place of the one that is being read, and signs of two units move no mark', async ({
  page,
}) => {
  await withVoices(page, ['Local'])
  await ask(page)
  alcove.ollama?.next({ text: '🔑🔑 The keys 🔑 are with **Ada** Marlow [1]. She has two.' })
  await page.getByLabel('Your question').fill('When does the lease on the Harbour Street building end?')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Copy with sources' })).toHaveCount(2)
  const readAloud = async (nth: number) => {
    await page.getByRole('button', { name: 'More', exact: true }).nth(nth).click()
    await page.getByRole('menuitem', { name: 'Read aloud' }).click()
  }
  const bar = page.getByRole('group', { name: 'Reading aloud' })
  await readAloud(0)
  await expect(bar).toContainText('The lease')
  await readAloud(1)
  await expect(bar).toContainText('The keys')
  await expect(bar).toHaveCount(1)

  expect(await marked(page)).toBe('🔑🔑 The keys 🔑 are with Ada Marlow.')
})

test('voice and speed are set, and only voices of this machine are offered', async ({ page }) => {
  await withVoices(page, ['Cloud', 'Local', 'Local two'])
  await page.goto(`${alcove.url}/#/settings/general`)
  await page.getByRole('button', { name: 'Voice: The likely one' }).click()
  const offered = await page.getByRole('menuitemradio').allTextContents()
  await page.getByRole('menuitemradio', { name: 'Local two' }).click()
  await page.getByRole('button', { name: 'Speed: Once' }).click()
  await page.getByRole('menuitemradio', { name: '1.5 times' }).click()
  await page.getByRole('button', { name: 'Try it' }).click()

  expect(offered).toEqual(['The likely one', 'Local (en-US)', 'Local two (en-US)'])
  await expect.poll(() => said(page)).toEqual([['Local two', 1.5, 'This is how answers are read aloud.']])
})

test('without a voice of this machine it says so, and what to do', async ({ page }) => {
  await withVoices(page, ['Cloud'])
  await ask(page)
  await page.keyboard.press('l')

  await expect(page.getByText('No voice on this machine')).toBeVisible()
  expect(await said(page)).toEqual([])
})

async function ask(page: Page) {
  await page.goto(`${alcove.url}/#/`)
  await page.getByLabel('Your question').fill('When does the lease on the Harbour Street building end?')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Copy with sources' })).toBeVisible()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
}

/** Voices of a system, which Chromium on a server has none of; each sentence is said when the test says so. */
async function withVoices(page: Page, names: readonly string[]) {
  await page.addInitScript((wanted) => {
    const seen = { said: [] as unknown[], cancelled: 0, waiting: null as SpeechSynthesisUtterance | null }
    Object.assign(window, { said: seen.said, cancelled: 0 })
    class Said {
      voice = { name: '' }
      rate = 1
      lang = ''
      onend: (() => void) | null = null
      onerror: ((event: { error: string }) => void) | null = null
      readonly text: string
      constructor(text: string) {
        this.text = text
      }
    }
    const speech = {
      getVoices: () => wanted.map((name) => ({ name, lang: 'en-US', localService: !name.startsWith('Cloud') })),
      speak: (one: Said) => {
        seen.said.push([one.voice.name, one.rate, one.text])
        Object.assign(window, { sayOn: () => one.onend?.() })
      },
      pause: () => {},
      resume: () => {},
      cancel: () => Object.assign(window, { cancelled: (seen.cancelled += 1) }),
      addEventListener: () => {},
    }
    Object.defineProperty(window, 'speechSynthesis', { value: speech })
    Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Said })
  }, names)
}

function said(page: Page) {
  return page.evaluate(() => (window as unknown as { said: unknown[] }).said)
}

function sayOn(page: Page) {
  return page.evaluate(() => (window as unknown as { sayOn: () => void }).sayOn())
}

function marked(page: Page) {
  return page.evaluate(() =>
    [...(CSS.highlights.get('spoken') ?? [])].map((range) => (range as Range).toString().trim()).join(' | '),
  )
}
