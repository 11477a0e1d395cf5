import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { evil, payloads } from './hostile-payloads.ts'
import { found, leafThrough, nothing, watched } from './hostile-watch.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

const words = 'the quay at Marstrand'
const question = `What is said of ${words}?`
const hostileName = `quay "onload=x ${'<img src=x onerror=x=1>'.replaceAll('/', '')} javascript:x.md`
let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true, write: writeHostilePapers })
})
test.afterAll(() => alcove.stop())

test(`${payloads.length} payloads neither run nor load anything in an answer, while it streams and afterwards`, async ({
  page,
}) => {
  const watch = await watched(page, alcove)
  alcove.ollama?.next({ text: `Of ${words} [1].\n\n${payloads.join('\n\n')}\n\nThe end.`, delay: 2 })
  await ask(page, question)
  await expect(page.locator('.said .tools')).toBeVisible({ timeout: 60_000 })
  const streamed = await found(page)
  await page.reload()
  await expect(page.locator('.said .tools')).toBeVisible()
  await expect(page.locator('.answer')).toContainText('The end.')

  expect([streamed, await found(page), watch()]).toEqual([nothing, nothing, { requests: [], ran: false, pages: 1 }])
})

test('a link of an answer is opened only by a click, by the shell, and never in the page', async ({ page }) => {
  const watch = await watched(page, alcove)
  alcove.ollama?.next({ text: `See [the quay](https://${evil}/click) and [other](javascript:window.x=1) [1].` })
  await ask(page, question)
  await expect(page.locator('.said .tools')).toBeVisible()
  const links = await page.locator('.answer a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))

  expect({ links, ...watch() }).toEqual({ links: [`https://${evil}/click`], requests: [], ran: false, pages: 1 })
})

for (const file of ['quay.md', 'quay.html', 'quay.csv', 'quay.js', 'quay.txt', 'quay.json']) {
  test(`${file}, full of payloads, is harmless in the viewer`, async ({ page }) => {
    const watch = await watched(page, alcove)
    await leafThrough(page, alcove, { file, words })

    expect([await found(page), watch()]).toEqual([nothing, { requests: [], ran: false, pages: 1 }])
  })
}

test('hostile titles, file names, snippets, questions and errors are only words', async ({ page }) => {
  const watch = await watched(page, alcove)
  alcove.ollama?.always({ text: 'Of it [1][2][3].' })
  await ask(page, `${question} <img src=x onerror="window.x=1"> ![a](https://${evil}/q.png)`)
  await expect(page.locator('.said .tools')).toBeVisible()
  await page.locator('aside .name').first().click()
  await expect(page.locator('.doc .name')).toBeVisible()
  const inAnswer = await found(page)
  alcove.ollama?.next({ status: 500, body: `{"error":"<img src=x onerror=window.x=1> https://${evil}/e.png"}` })
  await page.goto(`${alcove.url}/#/`)
  await ask(page, question)
  await expect(page.locator('.notice')).toBeVisible({ timeout: 30_000 })
  const inError = await found(page)
  await page.goto(`${alcove.url}/#/search?q=${encodeURIComponent(`${words} <img src=x onerror=window.x=1>`)}`)
  await expect(page.locator('main')).toBeVisible()
  await page.goto(`${alcove.url}/#/library`)
  await expect(page.locator('main')).toBeVisible()

  expect([inAnswer, inError, await found(page), watch()]).toEqual([
    nothing,
    nothing,
    nothing,
    { requests: [], ran: false, pages: 1 },
  ])
})

async function ask(page: Page, text: string) {
  await page.getByLabel('Your question').fill(text)
  await page.keyboard.press('Enter')
}

async function writeHostilePapers(folder: string) {
  const markdown = payloads.join('\n\n')
  const cells = payloads.map((payload, index) => `${index},"${payload.replaceAll('"', '""').replaceAll('\n', ' ')}"`)
  const html = payloads.filter((payload) => payload.startsWith('<') && !payload.startsWith('<body')).join('\n')
  await Promise.all([
    writeFile(
      join(folder, 'quay.md'),
      `---\ntitle: "<script>window.x=1</script>"\n---\n\n# <img src=x onerror=window.x=1> ${words}\n\nHere is ${words}.\n\n${markdown}\n`,
    ),
    writeFile(join(folder, hostileName), `# ![a](https://${evil}/t.png)\n\nOf ${words} again.\n\n${markdown}\n`),
    writeFile(
      join(folder, 'quay.html'),
      `<!doctype html><title><img src=x onerror=window.x=1></title><article><h1>Quay</h1><p>Here is ${words}, and a sentence that is long enough to be taken for one that a person wrote.</p>\n${html}\n<p>Of ${words} again, and once more at length, so that the page has words.</p></article>`,
    ),
    writeFile(join(folder, 'quay.csv'), `n,"<b onclick=x>of</b>"\n0,Here is ${words}\n${cells.join('\n')}\n`),
    writeFile(
      join(folder, 'quay.js'),
      `// Here is ${words}\n${payloads.map((payload) => `const a = ${JSON.stringify(payload)}`).join('\n')}\n`,
    ),
    writeFile(join(folder, 'quay.txt'), `Here is ${words}.\n\n${markdown}\n`),
    writeFile(join(folder, 'quay.json'), JSON.stringify({ words: `Here is ${words}`, payloads })),
  ])
}
