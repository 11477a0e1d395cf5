import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type OllamaTestServer, startOllamaTestServer } from '../ollama/test-server.ts'
import { type RunningAlcove, startAlcove } from './running-alcove.ts'

let alcove: RunningAlcove
let here: OllamaTestServer
let away: OllamaTestServer

test.describe.configure({ mode: 'serial', timeout: 90_000 })
test.beforeAll(async () => {
  alcove = await startAlcove({ withModel: true, names: ['gpu-box'] })
  here = await startOllamaTestServer({ models: ['scripted-chat', 'scripted-tools'] })
  away = await startOllamaTestServer({ models: ['scripted-think'] })
})
test.afterAll(async () => {
  await alcove.stop()
  await Promise.all([here.close(), away.close()])
})
test.beforeEach(({ context }) => context.addCookies(alcove.cookies))

test('a server on this machine is added by keyboard alone, tried, and its models can be chosen', async ({ page }) => {
  await models(page)
  await page.getByRole('button', { name: 'Add a server' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Add a server' })
  await expect(dialog.getByLabel('Address')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(dialog.getByRole('button', { name: /^Kind/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitemradio', { name: 'LM Studio' }).press('Enter')
  await expect(dialog.getByLabel('Address')).toHaveValue('http://127.0.0.1:1234/v1')
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('LM Studio')
  await dialog.getByLabel('Address').fill(`${here.address}/v1`)
  await dialog.getByRole('button', { name: 'Test the connection' }).press('Enter')
  await expect(dialog.getByRole('status')).toContainText('It answers, and lists 2 models.')
  await dialog.getByRole('button', { name: 'scripted-tools' }).press('Enter')
  await expect(dialog.getByLabel('Models by name')).toHaveValue('scripted-tools')
  await dialog.getByLabel('Key').fill('sk-canary-1')
  await page.keyboard.press('Enter')

  await expect(dialog).toHaveCount(0)
  const row = section(page).getByRole('listitem').filter({ hasText: 'LM Studio' })
  await expect(row).toContainText('Stays on this machine')
  await expect(row).toContainText('Running, 2 models')
  await expect(row).toContainText('Its key is kept until Alcove is closed.')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})

test('nothing is sent to a server elsewhere before it is allowed; the picker asks once, and the answer says where it went', async ({
  page,
}) => {
  await models(page)
  await page.getByRole('button', { name: 'Add a server' }).click()
  await page.getByLabel('Address').fill(`${away.address.replace('127.0.0.1', 'gpu-box')}/v1`)
  await expect(
    page.getByText(/Leaves this machine: your question and the passages it needs are sent to gpu-box/),
  ).toBeVisible()
  await page.getByLabel('Models by name').fill('scripted-think')
  await page.getByLabel('Name', { exact: true }).fill('GPU box')
  await page.getByRole('button', { name: 'Keep it' }).click()
  const row = section(page).getByRole('listitem').filter({ hasText: 'GPU box' })
  await expect(row).toContainText('Waits for your consent')
  await expect(row).toContainText('Leaves this machine')

  await page.goto(`${alcove.url}/#/`)
  await page.getByRole('button', { name: /^Model: / }).click()
  const group = page.getByRole('group', { name: /GPU box leaves this machine, to gpu-box/ })
  await group.getByRole('menuitemradio', { name: 'scripted-think' }).click()
  const asking = page.getByRole('dialog', { name: /Send questions to gpu-box/ })
  await expect(asking).toContainText('Your question and the passages found for it are sent to gpu-box')
  expect(away.asked).toEqual([])
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Model: scripted-think/ })).toHaveCount(0)
  expect(away.asked).toEqual([])

  await page.getByRole('button', { name: /^Model: / }).click()
  await group.getByRole('menuitemradio', { name: 'scripted-think' }).click()
  await asking.getByRole('button', { name: 'Allow it' }).click()
  await expect(page.getByRole('button', { name: 'Model: scripted-think, leaves this machine' })).toBeVisible()
  away.next({ text: 'In March [1].' })
  await ask(page, 'When does the lease end?')
  await expect(page.locator('.answer').last()).toContainText('In March')
  await expect(page.locator('footer.said').last()).toContainText(/left this machine, to gpu-box:\d+/)
})

test('consent is taken back in the settings; then a question says so, and is asked after all when it is allowed again', async ({
  page,
}) => {
  await models(page)
  const row = section(page).getByRole('listitem').filter({ hasText: 'GPU box' })
  await expect(row).toContainText('You allowed it on')
  await row.getByRole('button', { name: 'Send nothing more' }).click()
  await expect(row).toContainText('Waits for your consent')
  const before = away.asked.length

  await page.goto(`${alcove.url}/#/`)
  await ask(page, 'How does the lease end?')
  const notice = page.getByRole('alert')
  await expect(notice).toContainText('is not on this machine, and nothing was sent')
  expect(away.asked).toHaveLength(before)
  away.next({ text: 'Three months before [1].' })
  await notice.getByRole('button', { name: 'Allow it and ask' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Allow it' }).click()
  await expect(page.locator('.answer').last()).toContainText('Three months before')
})

test('models for other uses and those that go on are chosen; where the wanted one is away the next answers and says so', async ({
  page,
}) => {
  await models(page)
  await page.getByRole('button', { name: 'Quick ask: As in conversations' }).press('Enter')
  await page.getByRole('menuitemradio', { name: 'scripted-chat Ollama' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Quick ask: scripted-chat' })).toBeVisible()
  for (const name of ['Quotes only', /^scripted-chat.*LM Studio/]) {
    await page.getByRole('button', { name: 'Add one to go on with' }).press('Enter')
    await page.getByRole('menuitem', { name }).press('Enter')
  }
  const list = page.getByRole('region', { name: 'When a model is not ready' })
  await expect(list.getByRole('listitem')).toHaveText([/1\. Quotes only/, /2\. scripted-chat, LM Studio/])
  await list.getByRole('button', { name: 'scripted-chat, LM Studio: one place up' }).press('Enter')
  await expect(list.getByRole('listitem')).toHaveText([/1\. scripted-chat, LM Studio/, /2\. Quotes only/])
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  away.next({ status: 500, body: '{"error":{"message":"boom"}}', contentType: 'application/json' })
  here.next({ text: 'In the spring [1].' })
  await page.goto(`${alcove.url}/#/`)
  await ask(page, 'When does the lease end?')
  await expect(page.locator('.answer').last()).toContainText('In the spring')
  await expect(page.getByText('scripted-think was not ready; scripted-chat answered.')).toBeVisible()
  await page.reload()
  await expect(page.getByText('scripted-think was not ready; scripted-chat answered.')).toBeVisible()
  expect(here.chats.at(-1)?.authorization).toBe('Bearer sk-canary-1')
})

test('keys are sealed with a passphrase, and a server is forgotten with its key', async ({ page }) => {
  await page.goto(`${alcove.url}/#/settings/privacy`)
  const keys = page.getByRole('region', { name: 'Keys and passwords' })
  await expect(keys).toContainText('1 secret would be gone then.')
  await keys.getByRole('button', { name: 'Set a passphrase' }).press('Enter')
  await page.getByLabel('Passphrase', { exact: true }).fill('correct horse')
  await page.getByLabel('Once more').fill('correct horses')
  await expect(page.getByText('This is another one.')).toBeVisible()
  await page.getByLabel('Once more').fill('correct horse')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.keyboard.press('Enter')
  await expect(keys).toContainText('Sealed with your passphrase, and open')

  await models(page)
  const row = section(page).getByRole('listitem').filter({ hasText: 'LM Studio' })
  await expect(row).toContainText('Its key is sealed with your passphrase.')
  await row.getByRole('button', { name: 'Change LM Studio' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Forget it, and its key' }).click()
  await expect(row).toHaveCount(0)
  const list = page.getByRole('region', { name: 'When a model is not ready' })
  await expect(list.getByRole('listitem')).toHaveText([/1\. Quotes only/])
})

async function models(page: Page) {
  await page.goto(`${alcove.url}/#/settings/models`)
  await page.getByRole('region', { name: 'Ollama' }).waitFor()
}

function section(page: Page) {
  return page.getByRole('region', { name: 'Other servers' })
}

async function ask(page: Page, question: string) {
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
}
