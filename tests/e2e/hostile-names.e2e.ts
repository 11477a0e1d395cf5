import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { sections } from '../../renderer/settings/sections.ts'
import { docxParagraph, makeDocx } from '../../workers/library/fake.files.ts'
import { makeXlsx } from '../../workers/library/fake.office.ts'
import { payloads } from './hostile-payloads.ts'
import { found, leafThrough, nothing, watched } from './hostile-watch.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

const words = 'the quay at Marstrand'
let alcove: RunningAlcove
let conversations: readonly string[]

test.describe.configure({ mode: 'serial', timeout: 240_000 })
test.beforeAll(async () => {
  test.setTimeout(240_000)
  alcove = await startAlcove({ withModel: true, write: writeHostileFiles })
  conversations = await nameEverything()
})
test.afterAll(() => alcove.stop())

test('talks of another program, full of payloads, are harmless as history, one by one', async ({ page }) => {
  const watch = await watched(page, alcove)
  const seen: unknown[] = []
  for (const id of conversations) {
    await page.evaluate((hash) => (location.hash = hash), `#/c/${id}`)
    await expect(page.locator('.answer').last()).toContainText('The end.')
    seen.push(await found(page))
  }

  process.stdout.write(`S10, S11: ${payloads.length} payloads as history in ${conversations.length} conversations\n`)
  expect(conversations.length).toBeGreaterThan(100)
  expect(seen.filter((one) => JSON.stringify(one) !== JSON.stringify(nothing))).toEqual([])
  expect(watch()).toEqual({ requests: [], ran: false, pages: 1 })
})

test('payloads as the names of everything a person names are only words, on every page that shows them', async ({
  page,
}) => {
  const watch = await watched(page, alcove)
  const seen: (readonly [place: string, found: unknown])[] = []
  const look = async (place: string) => void seen.push([place, await found(page)])
  const pages = [
    '/',
    '/conversations',
    '/search',
    '/library',
    '/retrieval',
    ...sections.map((one) => `/settings/${one}`),
  ]
  for (const route of pages) {
    await page.goto(`${alcove.url}/#${route}`)
    await page.locator('main').first().waitFor()
    await expect(page.locator('.bones')).toHaveCount(0)
    await look(route)
  }
  await page.goto(`${alcove.url}/#/conversations`)
  await page.getByRole('searchbox', { name: 'Find in conversations' }).fill('onerror')
  await expect(page.locator('.hit mark').first()).toBeVisible()
  await look('what was found in conversations')
  for (const typed of ['/', '@', '/img', '@img']) {
    await page.goto(`${alcove.url}/#/`)
    await page.getByLabel('Your question').fill('')
    await page.getByLabel('Your question').pressSequentially(typed)
    await expect(page.getByRole('option').first()).toBeVisible()
    await look(`suggestions for ${typed}`)
  }
  await page.getByLabel('Your question').fill('')
  await page.getByRole('button', { name: /^Assistant: / }).click()
  await expect(page.getByRole('menuitemradio')).not.toHaveCount(0)
  await look('assistants')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'What to do or to open' })).toBeFocused()
  await page.keyboard.type('quay')
  await expect(page.getByRole('dialog', { name: 'Command palette' }).getByRole('option').first()).toBeVisible()
  await look('palette')
  await page.keyboard.press('Escape')
  for (const [index, id] of conversations.slice(0, 5).entries()) {
    await page.goto(`${alcove.url}/#/c/${id}`)
    const row = page.locator('li.talk').filter({ has: page.locator(`a[href$="${id}"]`) })
    await row.first().hover()
    await row.first().getByRole('button').first().click()
    await look(`menu ${index}`)
    await page.getByRole('menuitem', { name: 'Archive' }).click()
    await expect(page.getByText('is in the archive').first()).toBeVisible()
    await look(`toast ${index}`)
  }

  const sinks = seen.length
  process.stdout.write(`S10, S11: ${payloads.length} payloads as names of 8 kinds, looked at in ${sinks} places\n`)
  expect(seen.filter(([, one]) => JSON.stringify(one) !== JSON.stringify(nothing))).toEqual([])
  expect(watch()).toEqual({ requests: [], ran: false, pages: 1 })
})

for (const file of ['quay.docx', 'quay.xlsx', 'quay.eml']) {
  test(`${file}, full of payloads, is harmless in the viewer`, async ({ page }) => {
    const watch = await watched(page, alcove)
    await leafThrough(page, alcove, { file, words })

    expect([await found(page), watch()]).toEqual([nothing, { requests: [], ran: false, pages: 1 }])
  })
}

/** Payloads as names, in the length that each kind of name may have; returns the conversations that were brought in. */
async function nameEverything(): Promise<readonly string[]> {
  const { client, close } = await alcove.connect()
  const names = (most: number) => [...new Set(payloads.map((one) => one.slice(0, most).trim()).filter(Boolean))]
  const { items } = await client.library.list({ limit: 20 })
  const documentIds = items.flatMap(({ documentId }) => documentId ?? [])
  for (const name of names(100)) {
    await client.chat.prompts.add({ name, text: name, schedule: null })
    await client.chat.assistants.add({ name, instructions: name, model: null, sourceIds: [] })
    await client.library.collections.create({ name, sourceIds: items.flatMap(({ sourceId }) => sourceId ?? []) })
  }
  for (const name of names(200)) {
    await client.search.saved.add({ query: name, name })
    await client.chat.folders.add({ title: name })
  }
  for (const tag of names(60).slice(0, 40)) await client.library.labels.tag({ documentIds, tag })
  await client.chat.drafts.set({ place: 'new', text: payloads.join('\n').slice(0, 8_000), attachments: [], queued: [] })
  while ((await client.chat.exported.bringIn()).left > 0);
  const kept = await client.chat.conversations({ limit: 500 })
  for (const one of kept.slice(0, 3)) await client.chat.remove({ conversationId: one.id })
  await close()
  return kept.slice(3).map(({ id }) => id)
}

async function writeHostileFiles(folder: string) {
  const here = `Here is ${words}.`
  const texts = [here, ...payloads]
  const inSheet = ['Said of it', ...texts]
  const cells = inSheet.map((_, index) => `<row r="${index + 1}"><c r="A${index + 1}" t="s"><v>${index}</v></c></row>`)
  const title = escaped('<img src=x onerror=window.x=1>')
  const talks = payloads.map((one, index) => ({
    conversation_id: `talk-${index}`,
    title: one.slice(0, 200),
    create_time: 1_772_000_000 + index,
    update_time: 1_772_000_000 + index,
    current_node: 'a',
    mapping: {
      root: { id: 'root', message: null, parent: null },
      u: node('u', 'root', 'user', one),
      a: node('a', 'u', 'assistant', `${one}\n\nThe end.`),
    },
  }))
  await mkdir(join(folder, 'chats'))
  await Promise.all([
    writeFile(join(folder, 'chats', 'conversations.json'), JSON.stringify(talks)),
    writeFile(join(folder, 'quay.docx'), makeDocx(texts.map((one) => docxParagraph(escaped(one))).join(''), { title })),
    writeFile(
      join(folder, 'quay.xlsx'),
      makeXlsx([{ name: title.slice(0, 30), rows: cells.join('') }], inSheet.map(escaped)),
    ),
    writeFile(join(folder, 'quay.eml'), [...mailHead, here, ...payloads].join('\r\n\r\n')),
  ])
}

const mailHead = [
  [
    'From: "<img src=x onerror=window.x=1>" <ada@marlow.example>',
    'To: "<script>window.x=1</script>" <ruth@hale.example>',
    'Date: Tue, 3 Nov 2026 09:00:00 +0000',
    'Subject: <svg onload=window.x=1> ![a](https://evil.example/s.png)',
    'Content-Type: text/plain; charset=utf-8',
  ].join('\r\n'),
]

function node(id: string, parent: string, role: string, text: string) {
  return { id, parent, message: { id, author: { role }, content: { content_type: 'text', parts: [text] } } }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
