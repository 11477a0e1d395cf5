import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import type { UpdateProblem, UpdateState } from '#contract/updates.contract'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ timeout: 60_000 })
test.beforeAll(async () => {
  alcove = await startAlcove()
})
test.afterAll(() => alcove.stop())

test('a copy that is not installed says how it is updated, and every package is listed with its licence', async ({
  page,
  context,
}) => {
  await context.addCookies(alcove.cookies)
  await page.goto(`${alcove.url}/#/settings/about`)
  await expect(page.getByText('updated in the way it came here')).toBeVisible()
  await page.getByRole('button', { name: 'All packages' }).click()
  const react = page.locator('.licences li').filter({ hasText: /^react \d/ })
  await expect(react).toContainText('MIT')
  expect(await page.locator('.licences li').count()).toBeGreaterThan(300)
  await page.getByRole('button', { name: 'The most important' }).click()
  await expect(page.locator('.licences li')).toHaveCount(8)
})

test('an installed copy looks, fetches and installs when it is told to, and says what it does not believe', async ({
  page,
  context,
}) => {
  const server = installed()
  await context.addCookies(alcove.cookies)
  await server.answerFor(page)
  await page.goto(`${alcove.url}/#/settings/about`)
  await expect(page.getByText('updates.example.com was never asked.')).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  expect(server.asked).not.toContain('look')

  server.refuse({ reason: 'not-signed', detail: 'it is signed with an unknown key' })
  await page.getByRole('button', { name: 'Look for updates' }).click()
  await expect(page.getByRole('alert')).toContainText('it was not believed. Nothing was changed.')

  server.refuse(null)
  await page.getByRole('button', { name: 'Look for updates' }).click()
  await expect(page.getByText('Alcove 0.2.0 is there')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.getByRole('button', { name: 'Fetch it' }).click()
  await expect(page.getByText('Alcove 0.2.0 is ready')).toBeVisible()
  await page.getByRole('button', { name: 'Install and start again' }).click()
  await expect.poll(() => server.asked).toEqual(['look', 'look', 'fetch', 'install'])
  await page.getByRole('switch', { name: 'Look once a week' }).click()
  await expect(page.getByRole('switch', { name: 'Look once a week' })).toBeChecked()
})

/** Answers for an installed desktop app, which Chromium alone is not. */
function installed() {
  const asked: string[] = []
  let problem: UpdateProblem | null = null
  let state: UpdateState = {
    version: '0.1.0',
    host: 'updates.example.com',
    lookedAt: null,
    newer: null,
    fetched: false,
    problem: null,
  }
  return { asked, refuse: (next: UpdateProblem | null) => (problem = next), answerFor }

  async function answerFor(page: Page) {
    await page.routeWebSocket(/\/rpc$/, (socket) => {
      const real = socket.connectToServer()
      real.onMessage((message) => socket.send(message))
      socket.onMessage((message) => {
        const { i, p } = JSON.parse(String(message))
        const [, name] = /^\/updates\/(\w+)$/.exec(p?.u ?? '') ?? []
        if (!name) return real.send(message)
        for (const answer of answersTo(name)) socket.send(JSON.stringify({ i, ...answer }))
      })
    })
  }

  function answersTo(name: string): readonly object[] {
    if (name === 'state') return [{ p: { b: { json: state } } }]
    asked.push(name)
    if (problem) {
      const json = { defined: true, code: 'UPDATE_FAILED', status: 409, message: 'No update', data: { problem } }
      return [{ p: { s: 409, b: { json } } }]
    }
    if (name === 'look') {
      const newer = {
        version: '0.2.0',
        releasedAt: 1_800_000_000_000,
        notes: 'Answers come sooner.',
        bytes: 98_000_000,
      }
      state = { ...state, lookedAt: 1_800_000_100_000, newer }
      return [{ p: { b: { json: state } } }]
    }
    if (name === 'install') return [{ p: { b: { json: { begun: true } } } }]
    state = { ...state, fetched: true }
    return [
      { p: { h: { 'content-type': 'text/event-stream' } } },
      { t: 3, p: { e: 'message', d: { json: { done: 1 } } } },
      { t: 3, p: { e: 'done', d: {} } },
    ]
  }
}
