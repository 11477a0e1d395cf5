import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove
/** A picture of one pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const letter = [
  'From: Ada Marlow <ada@marlow.example>',
  'To: Ruth <ruth@hale.example>',
  'Date: Tue, 3 Nov 2026 09:00:00 +0000',
  'Subject: The boathouse',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'The boathouse needs a new roof before the winter. The roofer asks 4,200 euros for it.',
].join('\r\n')

test.describe.configure({ mode: 'serial', timeout: 90_000 })
test.beforeAll(async () => {
  alcove = await startAlcove({
    withModel: true,
    server: { models: ['scripted-chat'], seeing: true },
    write: async (folder) => {
      const { writeFile } = await import('node:fs/promises')
      await writeFile(`${folder}/Boathouse.eml`, letter)
    },
  })
})
test.afterAll(() => alcove.stop())
test.beforeEach(async ({ page, context }) => {
  await context.addCookies(alcove.cookies)
  await page.goto(alcove.url)
})

test('a file that is chosen is read, given whole, stands below its question and opens from there', async ({ page }) => {
  await choose(page, {
    name: 'Roof offer.txt',
    type: 'text/plain',
    base64: base64Of('The roof costs 4,150 euros net.'),
  })
  await expect(chips(page)).toContainText('Roof offer.txt')
  await expect(chips(page)).not.toContainText('is being read', { timeout: 30_000 })
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  alcove.ollama?.next({ text: 'The roof costs 4,150 euros [1].' })
  await ask(page, 'What does the roof cost?')

  await expect(page.locator('.said').last()).toContainText('1 document given whole')
  expect(JSON.stringify(alcove.ollama?.chats.at(-1))).toContain('4,150 euros net')
  await expect(chips(page)).toHaveCount(0)
  await page.reload()
  await page.getByRole('button', { name: 'Open Roof offer.txt' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('The roof costs 4,150 euros net.').last()).toBeVisible()
})

test('a picture that is pasted is shown to a model that sees, and stands in the history', async ({ page }) => {
  const box = page.getByLabel('Your question')
  await box.focus()
  await paste(page, { files: [{ name: 'plan.png', type: 'image/png', base64: pixel }] })
  await expect(chips(page).locator('img')).toBeVisible()

  alcove.ollama?.next({ text: 'A single dot.' })
  await ask(page, 'What does the plan show of the boat?')

  expect(alcove.ollama?.chats.at(-1)?.messages.at(-1)?.images).toEqual([pixel])
  await expect(page.locator('.said').last()).toContainText('1 picture seen')
  await page.reload()
  await expect(page.getByRole('list', { name: 'Given along' }).locator('img')).toBeVisible()
})

test('what is named so but is no picture is refused in a sentence', async ({ page }) => {
  await choose(page, { name: 'plan.png', type: 'image/png', base64: base64Of('<svg onload="alert(1)"/>') })

  await expect(page.getByText('“plan.png” is not a PNG, JPEG, WebP or GIF picture')).toBeVisible()
  await expect(chips(page)).toHaveCount(0)
})

test('cells of a spreadsheet become a table in the box', async ({ page }) => {
  const box = page.getByLabel('Your question')
  await box.fill('Which is deeper?')
  const html = '<table><tr><td>Quay</td><td>Depth</td></tr><tr><td>A|1</td><td>4</td></tr></table>'
  await paste(page, { html, text: 'Quay\tDepth\nA|1\t4' })
  await expect(box).toHaveValue('Which is deeper?\n\n| Quay | Depth |\n| --- | --- |\n| A\\|1 | 4 |\n')

  await box.fill('')
  await paste(page, { text: 'Pier\tLength\nWest\t90' })
  await expect(box).toHaveValue('| Pier | Length |\n| --- | --- |\n| West | 90 |\n')
})

test('a file that is dropped is given along, kept with what is typed through a reload, and taken away by a key', async ({
  page,
}) => {
  await page.getByLabel('Your question').fill('What does it say of')
  await drop(page, { name: 'Dropped.md', type: 'text/markdown', base64: base64Of('# Tides\n\nHigh water is at six.') })
  await expect(page.getByRole('button', { name: 'Not about Dropped.md' })).toBeVisible({ timeout: 30_000 })
  await page.reload()

  await expect(page.getByLabel('Your question')).toHaveValue('What does it say of')
  await page.getByRole('button', { name: 'Not about Dropped.md' }).focus()
  await page.keyboard.press('Enter')
  await expect(chips(page)).toHaveCount(0)
})

test('a conversation that is not kept takes texts into memory, and says why it takes nothing else', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Kept', exact: true }).click()
  await choose(page, { name: 'Scan.pdf', type: 'application/pdf', base64: base64Of('%PDF-1.4\0\0') })
  await expect(page.getByText('This conversation is in memory only')).toBeVisible()
  await choose(page, { name: 'Note.txt', type: 'text/plain', base64: base64Of('The key lies under the third stone.') })
  await expect(page.getByRole('button', { name: 'Not about Note.txt' })).toBeVisible()

  alcove.ollama?.next({ text: 'Under the third stone [1].' })
  await ask(page, 'Where is the key?')

  expect(JSON.stringify(alcove.ollama?.chats.at(-1))).toContain('under the third stone')
  await expect(page.locator('.ev').first()).toContainText('Note.txt')
})

test('somebody is named with @ and narrows the search to what they wrote', async ({ page }) => {
  const box = page.getByLabel('Your question')
  await box.fill('What needs doing, says ')
  await box.pressSequentially('@ada')
  await expect(page.getByRole('option', { name: 'Ada Marlow ada@marlow.example' })).toBeVisible()
  await page.getByRole('option', { name: 'Ada Marlow ada@marlow.example' }).click()
  await expect(chips(page)).toContainText('Ada Marlow')

  alcove.ollama?.next({ text: 'The roof of the boathouse [1].' })
  await box.pressSequentially('?')
  await page.keyboard.press('Enter')
  await expect(page.locator('.ev').first()).toContainText('The boathouse')
})

function chips(page: Page) {
  return page.getByRole('list', { name: 'The question is about' })
}

async function ask(page: Page, question: string) {
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await expect(page.locator('.said .tools').last()).toBeVisible({ timeout: 30_000 })
}

interface GivenFile {
  readonly name: string
  readonly type: string
  readonly base64: string
}

async function choose(page: Page, { name, type, base64 }: GivenFile) {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Give files along' }).click()
  await (await choosing).setFiles([{ name, mimeType: type, buffer: Buffer.from(base64, 'base64') }])
}

/** As a browser pastes: an event with what is on the clipboard. */
async function paste(
  page: Page,
  given: { readonly files?: readonly GivenFile[]; readonly html?: string; readonly text?: string },
) {
  await page.getByLabel('Your question').evaluate((box, { files = [], html, text }) => {
    const data = new DataTransfer()
    for (const { name, type, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      data.items.add(new File([bytes], name, { type }))
    }
    if (html) data.setData('text/html', html)
    if (text) data.setData('text/plain', text)
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, given)
}

async function drop(page: Page, file: GivenFile) {
  await page.evaluate(({ name, type, base64 }) => {
    const data = new DataTransfer()
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    data.items.add(new File([bytes], name, { type }))
    for (const event of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true }))
    }
  }, file)
}

function base64Of(text: string) {
  return Buffer.from(text).toString('base64')
}
