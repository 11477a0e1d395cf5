import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { writeSpeechModel } from '../../models/reading/fake.speech-model.ts'
import { makeWav } from '../../workers/library/media/fake.sound.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove
let browser: Browser
let sounds: string

test.describe.configure({ mode: 'serial', timeout: 120_000 })
test.beforeAll(async ({ playwright, launchOptions }) => {
  sounds = mkdtempSync(join(tmpdir(), 'alcove-e2e-sounds-'))
  alcove = await startAlcove({ withModel: true })
  browser = await playwright.chromium.launch(hearing(250, launchOptions))
})
test.afterAll(async () => {
  await browser.close()
  await alcove.stop()
  rmSync(sounds, { recursive: true })
})

test('without a speech model it says what to do, and the microphone is not asked for', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Dictate' }).click()

  const bar = page.getByRole('group', { name: 'Dictation' })
  await expect(bar).toContainText('needs a speech model')
  await expect(bar).toContainText('models/speech')
  await expect(bar.getByRole('link', { name: 'Settings, Library' })).toBeVisible()
  expect(await asked(page)).toBe(0)
  for (const width of [1_280, 420]) {
    await page.setViewportSize({ width, height: 800 })
    await page.screenshot({ path: test.info().outputPath(`dictation-none-${width}.png`) })
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  }
  await page.keyboard.press('Escape')
  await expect(bar).toHaveCount(0)
  await page.context().close()
})

test('what is said stands at the caret as if it was typed: it can be undone, and the draft is kept', async () => {
  writeSpeechModel(join(alcove.home, 'data', 'models', 'speech'))
  const page = await open()
  const box = page.getByLabel('Your question')
  await box.fill('Note that  Why?')
  await box.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(10, 10))
  await page.keyboard.press('Control+Shift+D')
  const bar = page.getByRole('group', { name: 'Dictation' })
  await expect(bar).toContainText('Listening 0:02 of 5:00')
  await expect(page.getByRole('button', { name: 'Dictate' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('status').filter({ hasText: 'Listening. Enter stops' })).toHaveCount(1)
  await expect(bar.locator('.level > span')).not.toHaveAttribute('style', /scaleX\(0(\.00)?\)/)
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('Note that The tone was low. Why?')
  await expect(box).toBeFocused()
  await expect(page.getByRole('status').filter({ hasText: '4 words written into the box.' })).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Dictate' })).toHaveAttribute('aria-pressed', 'false')
  expect(await live(page)).toBe(0)

  await page.keyboard.press('Control+Z')
  await expect(box).toHaveValue('Note that  Why?')
  await page.keyboard.press('Control+Shift+Z')
  await expect(box).toHaveValue('Note that The tone was low. Why?')
  await page.reload()
  await expect(box).toHaveValue('Note that The tone was low. Why?')
  await box.fill('')
  await page.context().close()
})

test('Escape cancels, the microphone is closed and nothing is written', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Dictate' }).click()
  const bar = page.getByRole('group', { name: 'Dictation' })
  await expect(bar).toContainText('Listening 0:01')
  await page.keyboard.press('Escape')
  await expect(bar).toHaveCount(0)
  expect(await live(page)).toBe(0)
  await page.getByRole('button', { name: 'Dictate' }).click()
  await expect(bar).toContainText('Listening 0:01')
  await page.evaluate(() => (location.hash = '#/library'))
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible()
  expect(await live(page)).toBe(0)
  await page.context().close()
})

test('a conversation that is not kept is dictated to as well, and leaves no draft', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Kept' }).click()
  await page.getByRole('button', { name: 'Dictate' }).click()
  await expect(page.getByRole('group', { name: 'Dictation' })).toContainText('Listening 0:01')
  await page.getByRole('button', { name: 'Dictate' }).click()
  await expect(page.getByLabel('Your question')).toHaveValue('The tone was low.')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This conversation is in memory only')).toBeVisible()
  await page.getByRole('button', { name: 'Dictate' }).click()
  await expect(page.getByRole('group', { name: 'Dictation' })).toContainText('Listening 0:01')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Your question')).toHaveValue('The tone was low.')
  await page.reload()
  await expect(page.getByText('This conversation is in memory only')).toBeVisible()
  await expect(page.getByLabel('Your question')).toHaveValue('')
  await page.context().close()
})

test('what could not be written down is kept and tried again', async () => {
  const folder = join(alcove.home, 'data', 'models', 'speech')
  const page = await open()
  // The graph wants 80 bands and gets 40: it opens, and fails when it is run.
  writeSpeechModel(folder, { bands: 40 })
  await page.getByRole('button', { name: 'Dictate' }).click()
  const bar = page.getByRole('group', { name: 'Dictation' })
  await expect(bar).toContainText('Listening 0:02')
  await page.keyboard.press('Enter')
  await expect(bar).toContainText('What you said could not be written down.')
  expect(await violations(page)).toEqual([])
  writeSpeechModel(folder)
  await bar.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByLabel('Your question')).toHaveValue('The tone was low.')
  await page.context().close()
})

test('a microphone that is refused, that is not there, or hears nothing is told apart', async ({
  playwright,
  launchOptions,
}) => {
  const refused = await open({ permissions: [] })
  const deaf = await playwright.chromium.launch(hearing(0, launchOptions))
  const without = await playwright.chromium.launch(launchOptions)
  const quiet = await open({ browser: deaf })
  const none = await open({ browser: without })

  for (const page of [refused, quiet, none]) await page.getByRole('button', { name: 'Dictate' }).click()
  await expect(refused.getByRole('group', { name: 'Dictation' })).toContainText('may not use the microphone')
  await expect(none.getByRole('group', { name: 'Dictation' })).toContainText('There is no microphone')
  await expect(quiet.getByRole('group', { name: 'Dictation' })).toContainText('Listening 0:01')
  await quiet.keyboard.press('Enter')
  await expect(quiet.getByRole('group', { name: 'Dictation' })).toContainText('No words were heard')

  await refused.context().close()
  await Promise.all([deaf.close(), without.close()])
})

test('it is in order for eyes and screen readers, light and dark, wide and narrow', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await open({ colorScheme })
    for (const width of [1_280, 420]) {
      await page.setViewportSize({ width, height: 800 })
      await page.getByRole('button', { name: 'Dictate' }).click()
      await expect(page.getByRole('group', { name: 'Dictation' })).toContainText('Listening 0:01')
      await page.screenshot({ path: test.info().outputPath(`dictation-${colorScheme}-${width}.png`) })
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
      await page.keyboard.press('Escape')
    }
    await page.context().close()
  }
})

interface Opening {
  readonly browser?: Browser
  readonly permissions?: string[]
  readonly colorScheme?: 'light' | 'dark'
}

/** A page that counts how often the microphone is asked for, and which ones are open. */
async function open({ browser: other = browser, permissions = ['microphone'], colorScheme = 'light' }: Opening = {}) {
  const context = await other.newContext({ colorScheme })
  await context.grantPermissions(permissions, { origin: alcove.url })
  await context.addCookies(alcove.cookies)
  const page = await context.newPage()
  await page.addInitScript(() => {
    const seen = { asked: 0, tracks: [] as MediaStreamTrack[] }
    Object.assign(window, { microphone: seen })
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      seen.asked += 1
      const stream = await real(constraints)
      seen.tracks.push(...stream.getTracks())
      return stream
    }
  })
  await page.goto(`${alcove.url}/#/`)
  await expect(page.getByLabel('Your question')).toBeFocused()
  return page
}

/** A browser whose microphone hears one tone, or nothing; it is real but for the device. */
function hearing(tone: number, { args = [], ...options }: { readonly args?: string[] }) {
  const file = join(sounds, `${tone}.wav`)
  writeFileSync(file, makeWav({ rate: 48_000, bits: 16, seconds: 4, tone }))
  return {
    ...options,
    args: [...args, '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${file}`],
  }
}

async function violations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

interface Seen {
  readonly microphone: { readonly asked: number; readonly tracks: readonly MediaStreamTrack[] }
}

function asked(page: Page) {
  return page.evaluate(() => (window as unknown as Seen).microphone.asked)
}

function live(page: Page) {
  return page.evaluate(
    () => (window as unknown as Seen).microphone.tracks.filter(({ readyState }) => readyState === 'live').length,
  )
}
