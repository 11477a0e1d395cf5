import { expect, type Page } from '@playwright/test'
import type { RunningAlcove } from './running-alcove.ts'

/** What `found` finds on a page on which payloads are only words. */
export const nothing = { elements: [], handlers: [], addresses: [] }

/** Elements and attributes of the page that could load, run or lead away. */
export async function found(page: Page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('body *:not(body > script)')]
    const forbidden =
      'img,picture,source,video,audio,iframe,object,embed,script,style,link,meta,base,form[action],math:not(.katex-mathml > *),marquee,template,input[type=image],foreignObject,image,use'
    return {
      elements: all
        .filter((one) => one.matches(forbidden) && !one.closest('.pdf-page'))
        .map((one) => one.outerHTML.slice(0, 120)),
      handlers: all
        .flatMap((one) => [...one.attributes].map(({ name }) => name))
        .filter(
          (name) => name.startsWith('on') || ['srcset', 'background', 'ping', 'formaction', 'srcdoc'].includes(name),
        ),
      addresses: [...document.querySelectorAll('a[href]')]
        .map((one) => one.getAttribute('href') ?? '')
        .filter((href) => !/^(https:\/\/|mailto:|#\/|\/#|#main)/.test(href)),
    }
  })
}

/** Counts what the page asks of anything but its own server, whether a script of a payload ran, and new windows. */
export async function watched(page: Page, alcove: Pick<RunningAlcove, 'url' | 'cookies'>) {
  const requests: string[] = []
  let ran = false
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const own = new URL(alcove.url).host
  const note = (address: string) => {
    const { host, protocol } = new URL(address)
    if (host !== own && !['data:', 'blob:', 'about:'].includes(protocol)) requests.push(address)
    if (protocol === 'data:' && !address.startsWith('data:font') && !isOfBrowser(address))
      requests.push(address.slice(0, 60))
  }
  session.on('Network.requestWillBeSent', ({ request }) => note(request.url))
  session.on('Network.webSocketCreated', ({ url }) => note(url))
  await page.exposeFunction('payloadRan', () => {
    ran = true
  })
  await page.addInitScript(() => {
    Object.defineProperty(window, 'x', {
      set: () => {
        ;(window as unknown as { payloadRan(): void }).payloadRan()
      },
    })
  })
  page.on('dialog', (dialog) => {
    ran = true
    void dialog.dismiss()
  })
  await page.context().addCookies(alcove.cookies)
  await page.goto(alcove.url)
  return () => ({ requests, ran, pages: page.context().pages().length })
}

/** Opens a document in the viewer at the words it holds, and leafs through it. */
export async function leafThrough(
  page: Page,
  alcove: Pick<RunningAlcove, 'url' | 'find'>,
  { file, words }: { readonly file: string; readonly words: string },
) {
  const { documentId, start } = await alcove.find(file, words)
  await page.goto(`${alcove.url}/#/?doc=${documentId}&marks=${start}-${start + words.length}`)
  await expect(page.locator('.doc mark').first()).toBeVisible()
  await page.locator('.doc .pages').hover()
  for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, 900)
}

/** Chromium draws the calendar of a field for dates itself, as a picture in the colour of the system's text. */
function isOfBrowser(address: string): boolean {
  const [, inside = ''] = address.split('data:image/svg+xml;base64,')
  const picture = Buffer.from(inside, 'base64').toString()
  return /^<svg [^>]*><path fill="WindowText" d="[^"<>]*"\/><path fill="none" d="[^"<>]*"\/><\/svg>$/.test(picture)
}
