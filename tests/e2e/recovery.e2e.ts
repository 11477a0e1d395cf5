import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import SQLite from 'better-sqlite3'
import { writeLibrary } from '../faults/damaged-library.ts'

let damaged: Awaited<ReturnType<typeof startDamaged>>

test.beforeEach(async ({ page, context }) => {
  damaged = await startDamaged()
  await context.addCookies(damaged.cookies)
  await page.goto(damaged.url)
})
test.afterEach(() => damaged.stop())

test('a damaged library is saved on its page with the keyboard alone, its report is shown, and it opens', async ({
  page,
}) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The library is damaged')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Save what can be read' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What could be read was saved', { timeout: 60_000 })
  await expect(page.getByText(/Texts of documents: \d+ found, \d+ lost/)).toBeVisible()
  await shots(page, 'report')
  await page.getByRole('button', { name: 'Open the library' }).press('Enter')

  await expect(page.getByRole('heading', { name: 'What would you like to know?' })).toBeVisible({ timeout: 90_000 })
  expect(readdirSync(join(damaged.data, 'damaged'))).toHaveLength(1)
})

test('a damaged library is opened read-only: a banner says so, and a setting is not kept', async ({ page }) => {
  await page.getByRole('button', { name: 'Open it read-only' }).click()

  await expect(page.getByText('open for reading only')).toBeVisible({ timeout: 90_000 })
  await shots(page, 'read-only')
  await page.goto(`${damaged.url}/#/library`)
  await expect(page.getByText('open for reading only')).toBeVisible()
  expect(readFileSync(join(damaged.data, 'alcove.sqlite')).equals(damaged.bytes)).toBe(true)
})

test('the library goes back to a copy', async ({ page }) => {
  await page.getByRole('button', { name: 'Go back to it' }).click()

  await expect(page.getByRole('heading', { name: 'What would you like to know?' })).toBeVisible({ timeout: 90_000 })
})

test('axe finds nothing on the page, light or dark, wide or narrow', async ({ page }) => {
  const found: unknown[] = []
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 420],
  ] as const) {
    await page.setViewportSize({ width, height: 860 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    found.push(...violations.map(({ id, nodes }) => [colorScheme, id, nodes.map((node) => node.html)]))
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) found.push([width, `${over} px too wide`])
  }
  await shots(page, 'choice')

  expect(found).toEqual([])
})

/** Pictures to look at, when they are asked for. */
async function shots(page: Page, name: string) {
  const folder = process.env.ALCOVE_SHOTS
  if (!folder) return
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 400],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(folder, `recovery-${name}-${colorScheme}-${width}.png`) })
  }
}

/** The real program on a library a page of whose texts is noise, with a copy from before. */
async function startDamaged() {
  const home = mkdtempSync(join(tmpdir(), 'alcove-e2e-'))
  const data = join(home, 'data')
  for (const inner of ['', 'index', 'backups', 'imports', 'logs']) mkdirSync(join(data, inner), { recursive: true })
  const database = join(data, 'alcove.sqlite')
  await writeLibrary(database, { documents: 60 })
  const bytes = readFileSync(database)
  writeFileSync(join(data, 'backups', 'before-1.sqlite'), bytes)
  const sqlite = new SQLite(database)
  const page = Number(
    sqlite.prepare("SELECT max(pageno) FROM dbstat WHERE name = 'document_texts' AND pagetype = 'leaf'").pluck().get(),
  )
  sqlite.close()
  bytes.fill(0x5a, (page - 1) * 4_096, page * 4_096)
  for (const suffix of ['-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true })
  writeFileSync(database, bytes)
  writeFileSync(join(data, 'lock.json'), '{"pid":1}')
  const server = spawn(process.execPath, ['main/cli/alcove.ts', 'serve', '--json'], {
    env: { ...process.env, ALCOVE_DATA: data, OLLAMA_HOST: 'http://127.0.0.1:61998' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { url, token } = await firstLine(server.stdout)
  const signedIn = await fetch(`${url}/?token=${token}`, { redirect: 'manual' })
  const cookies = signedIn.headers.getSetCookie().map((cookie) => {
    const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
    return { name, value, url }
  })
  return { url, data, bytes, cookies, stop }

  async function stop() {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function firstLine(output: NodeJS.ReadableStream): Promise<{ readonly url: string; readonly token: string }> {
  for await (const line of createInterface({ input: output })) return JSON.parse(line)
  throw new Error('The server ended before it listened')
}
