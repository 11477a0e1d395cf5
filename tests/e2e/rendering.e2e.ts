import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { evil, payloads } from './hostile-payloads.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'
import { writtenWithEverything } from './written-with-everything.ts'

const question = 'When does the lease end, and when must notice be given to renew it?'
let alcove: RunningAlcove

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true, wordsOnly: true })
})
test.afterAll(() => alcove.stop())
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('an answer with everything is drawn while it is written as it is drawn from what is kept', async ({ page }) => {
  await answered(page, writtenWithEverything)
  const answer = page.locator('.answer')
  await expect(answer.locator('.katex')).toHaveCount(4)
  await expect(answer.locator('.code-box code span[style*="--shiki"]').first()).toBeVisible()
  const streamed = await drawn(page)
  await page.reload()
  await expect(page.locator('.said .tools')).toBeVisible()
  await expect(answer.locator('.katex')).toHaveCount(4)
  await expect(answer.locator('.code-box code span[style*="--shiki"]').first()).toBeVisible()

  expect(await drawn(page)).toEqual(streamed)
  expect(
    await answer
      .locator('code, .formula')
      .filter({ has: page.locator('.c') })
      .count(),
  ).toBe(0)
  expect(await answer.locator('td .c, li .c').count()).toBe(3)
  const { violations } = await new AxeBuilder({ page }).include('.answer').analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
})

test('code is copied by the keyboard, and says so', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await answered(page, '```ts\nconst a = [1]\n```')
  await page.getByRole('button', { name: 'Copy: TypeScript' }).focus()
  await page.keyboard.press('Enter')

  await expect(page.locator('.code-box figcaption')).toContainText('Copied')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('const a = [1]')
})

test('a note is reached and left again, and the address of the page stays', async ({ page }) => {
  await answered(page, `See this[^tide].\n\n${'A paragraph.\n\n'.repeat(60)}[^tide]: High water only.`)
  const address = page.url()
  await page.locator('.answer sup button').click()
  await expect(page.getByRole('note').filter({ hasText: 'High water only' })).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.locator('.answer sup button')).toBeFocused()
  await expect(page.locator('.answer sup button')).toBeInViewport()

  expect(page.url()).toBe(address)
})

test('tasks cannot be changed', async ({ page }) => {
  await answered(page, '- [x] one\n- [ ] two')
  await page.locator('.answer input').last().click({ force: true })

  expect(
    await page.locator('.answer input').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).checked)),
  ).toEqual([true, false])
})

test('a diagram is drawn when asked, in a frame that reaches neither the page nor a network', async ({ page }) => {
  const seen = await watched(page)
  await answered(page, '```mermaid\ngraph TD\n  A[Tide] --> B[Quay]\n```')
  await page.getByRole('button', { name: 'Draw' }).click()
  const frame = page.frameLocator('.drawing iframe')
  await expect(frame.locator('svg')).toContainText('Quay')
  const inside = page.frames().find((one) => one !== page.mainFrame())
  const reached = await inside?.evaluate(async (host) => {
    const tried = async (what: () => unknown) => {
      try {
        return String(await what())
      } catch {
        return 'refused'
      }
    }
    const script = document.createElement('script')
    script.textContent = 'document.title = "ran"'
    document.body.append(script)
    const image = new Image()
    const loaded = new Promise((resolve, reject) => {
      image.onload = () => resolve('loaded')
      image.onerror = reject
    })
    image.src = `https://${host}/image.png`
    return {
      origin: window.origin,
      page: await tried(() => window.parent.document.title),
      cookie: await tried(() => document.cookie),
      storage: await tried(() => localStorage.length),
      own: await tried(() => fetch('/openapi.json')),
      other: await tried(() => fetch(`https://${host}/`)),
      socket: await tried(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(`wss://${host}/`)
            socket.onopen = resolve
            socket.onerror = reject
          }),
      ),
      image: await tried(() => loaded),
      window: await tried(() => window.open(`https://${host}/`)),
      title: document.title,
    }
  }, evil)
  await inside?.evaluate((host) => {
    location.href = `https://${host}/away`
  }, evil)
  await page.waitForTimeout(500)

  expect(reached).toEqual({
    origin: 'null',
    page: 'refused',
    cookie: 'refused',
    storage: 'refused',
    own: 'refused',
    other: 'refused',
    socket: 'refused',
    image: 'refused',
    window: 'null',
    title: 'Diagram',
  })
  expect(seen()).toEqual(quiet)
})

test(`${payloads.length} payloads in pieces of three characters, with every diagram drawn, again from what is kept, and on paper`, async ({
  page,
}) => {
  const seen = await watched(page)
  await answered(page, `Of it [1].\n\n${payloads.join('\n\n')}\n\nThe end.`, 3)
  await drawAll(page)
  const streamed = [await dangerous(page), seen()]
  await page.reload()
  await expect(page.locator('.said .tools')).toBeVisible()
  await expect(page.locator('.answer')).toContainText('The end.')
  await drawAll(page)
  const kept = [await dangerous(page), seen()]
  const id = /#\/c\/([\w-]+)/.exec(page.url())?.[1]
  await page.goto(`${alcove.url}/#/c/${id}/print`)
  await expect(page.locator('.paper')).toContainText('The end.')
  await drawAll(page)

  expect([...streamed, ...kept, await dangerous(page, '.paper'), seen()]).toEqual([[], quiet, [], quiet, [], quiet])
})

const quiet = { left: [], ran: false, windows: 1, addresses: [] }

/** Draws every diagram and clicks whatever can be clicked in the drawings. */
async function drawAll(page: Page) {
  const buttons = page.getByRole('button', { name: 'Draw', exact: true })
  for (let count = await buttons.count(); count > 0; count = await buttons.count()) await buttons.first().click()
  const drawings = page.locator('.drawing')
  for (const drawing of await drawings.all()) {
    await expect(drawing.locator('iframe[data-state="drawn"], [role="status"]')).toHaveCount(1)
  }
  for (const frame of page.frames().filter((one) => one !== page.mainFrame())) {
    await frame.evaluate(() => {
      for (const one of document.querySelectorAll('a, .clickable, g.node')) {
        one.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
      }
    })
  }
  await page.waitForTimeout(500)
}

/** What of an answer could load, run or lead away; a frame of ours for diagrams is none. */
function dangerous(page: Page, place = '.answer') {
  return page.locator(place).evaluate((answer) => {
    const forbidden =
      'img,picture,source,video,audio,object,embed,script,style,link,meta,base,form,marquee,template,foreignObject,image,use,iframe:not([sandbox="allow-scripts"][src="./diagram.html"]),input:not([type=checkbox][disabled])'
    return [...answer.querySelectorAll('*')]
      .filter((one) => !one.closest('.paper > .acts'))
      .filter(
        (one) =>
          one.matches(forbidden) ||
          [...one.attributes].some(
            ({ name, value }) =>
              name.startsWith('on') ||
              (name === 'href' && !/^(?:https:\/\/|mailto:)/.test(value)) ||
              (name === 'style' && /url\s*\(/.test(value)),
          ),
      )
      .map((one) => one.outerHTML.slice(0, 160))
  })
}

/** The shape of an answer, without names that differ from one time to the next. */
function drawn(page: Page) {
  return page
    .locator('.answer .prose')
    .evaluateAll((all) =>
      all.map((one) =>
        one.innerHTML
          .replaceAll(/turn\d+-|--turn\d+-|aria-describedby="[^"]*"/g, '')
          .replaceAll(/ style="anchor-name[^"]*"| data-weak="[^"]*"/g, ''),
      ),
    )
}

async function answered(page: Page, text: string, characters?: number) {
  await page.goto(alcove.url)
  alcove.ollama?.next({ text, delay: 1, ignoresLimit: true, characters })
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.said .tools')).toBeVisible({ timeout: 90_000 })
}

/** What left for anywhere but the page's own server, from any frame; whether a payload's script ran; where frames went. */
async function watched(page: Page) {
  const left = new Set<string>()
  const addresses: string[] = []
  let ran = false
  const own = new URL(alcove.url).host
  const isOwn = (address: string) => {
    const { host, protocol } = new URL(address)
    return host === own || (protocol === 'data:' && address.startsWith('data:font')) || protocol === 'about:'
  }
  page.context().on('request', (request) => {
    if (!isOwn(request.url())) left.add(request.url())
  })
  page.context().on('requestfailed', (request) => {
    // Stopped by the policy of its page before anything was sent.
    if (request.failure()?.errorText === 'csp') left.delete(request.url())
  })
  page.on('websocket', (socket) => {
    if (!isOwn(socket.url())) left.add(socket.url())
  })
  page.on('framenavigated', (frame) => {
    const address = frame.url()
    // A frame that was kept from leaving shows Chromium's own page of errors.
    if (!isOwn(address) && !['', 'chrome-error://chromewebdata/'].includes(address)) addresses.push(address)
  })
  page.on('dialog', (dialog) => {
    ran = true
    void dialog.dismiss()
  })
  await page.exposeFunction('payloadRan', () => {
    ran = true
  })
  await page.addInitScript(() => {
    window.print = () => {}
    Object.defineProperty(window, 'x', {
      set: () => {
        ;(window as unknown as { payloadRan(): void }).payloadRan()
      },
    })
  })
  return () => ({ left: [...left], ran, windows: page.context().pages().length, addresses: [...addresses] })
}
