import { expect, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove

test.describe.configure({ timeout: 90_000 })
test.beforeAll(async () => {
  alcove = await startAlcove()
})
test.afterAll(() => alcove.stop())

/** What other programs put on the clipboard, or drag over a window, beside files. */
const carried: Readonly<Record<string, string>>[] = [
  { 'text/uri-list': 'https://example.com/\r\njavascript:alert(1)\r\nfile:///etc/passwd' },
  { 'text/html': '<img src="https://example.com/a.png" onerror="window.ran=1"><script>window.ran=1</script>' },
  { 'text/plain': 'javascript:window.ran=1' },
  { 'text/html': '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>', 'text/plain': 'plain words' },
  { 'text/x-moz-url': 'https://example.com/\nAlcove', DownloadURL: 'text/plain:a.txt:https://example.com/a' },
  { 'application/x-alcove': '{"__proto__":{"polluted":true}}', 'text/plain': 'alcove://delete' },
]

test('what is dropped or pasted from other programs is words at most: nothing runs, loads, opens or leads away', async ({
  page,
  context,
}) => {
  const outside: string[] = []
  const opened: string[] = []
  page.on('request', (request) => !request.url().startsWith(alcove.url) && outside.push(request.url()))
  page.on('dialog', (dialog) => {
    opened.push(dialog.message())
    void dialog.dismiss()
  })
  context.on('page', (other) => opened.push(other.url()))
  await context.addCookies(alcove.cookies)

  for (const route of ['/', '/library', '/search', '/settings/general']) {
    await page.goto(`${alcove.url}/#${route}`)
    await page.locator('main').first().waitFor()
    const before = page.url()
    for (const data of carried) await page.evaluate(handOver, data)
    // What was handed over has been drawn, if anything came of it.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    expect([page.url(), await page.evaluate(() => 'ran' in window || 'polluted' in {})]).toEqual([before, false])
  }
  await page.goto(`${alcove.url}/#/`)
  const box = page.getByLabel('Your question')
  await box.click()
  for (const data of carried) await page.evaluate(handOver, data)

  expect(await page.locator('img[src^="http"], iframe[srcdoc], script:not([src])').count()).toBe(0)
  expect({ outside: outside.filter((url) => !/^(blob|data):/.test(url)), opened }).toEqual({ outside: [], opened: [] })
})

/** Drags it over the middle of the page and drops it, and pastes it where the cursor is. */
function handOver(data: Readonly<Record<string, string>>) {
  const carrier = () => {
    const transfer = new DataTransfer()
    for (const [type, text] of Object.entries(data)) transfer.setData(type, text)
    return transfer
  }
  const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2) ?? document.body
  for (const name of ['dragenter', 'dragover', 'drop', 'dragleave'])
    target.dispatchEvent(new DragEvent(name, { dataTransfer: carrier(), bubbles: true, cancelable: true }))
  const focused = document.activeElement ?? document.body
  focused.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carrier(), bubbles: true, cancelable: true }))
}
