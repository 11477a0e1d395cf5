import type { Page } from 'playwright-core'
import { leaseAnswer } from './lease-answer.ts'
import type { RunningAlcove } from './running-alcove.ts'

/** A page in a state worth looking at. */
export interface Scene {
  readonly name: string
  /** Papers and a model, a model alone, or papers alone. */
  readonly library: 'full' | 'empty' | 'bare'
  readonly route: string
  readonly prepare?: (page: Page, alcove: RunningAlcove) => Promise<void>
}

const question = 'When does the lease end, and when must notice be given to renew it?'

/** Every page and state that `npm run screenshots` makes a picture of. */
export const scenes: readonly Scene[] = [
  { name: 'ask-empty', library: 'full', route: '/', prepare: shown('.tries') },
  {
    name: 'ask-dictating-without-model',
    library: 'full',
    route: '/',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Dictate' }).click()
      await page.getByRole('group', { name: 'Dictation' }).getByText('speech model').waitFor()
    },
  },
  { name: 'ask', library: 'full', route: '/', prepare: async (page) => answered(page, question) },
  {
    name: 'ask-pointing',
    library: 'full',
    route: '/',
    prepare: async (page) => {
      await answered(page, question)
      await page.locator('span[data-cites]').nth(1).hover()
    },
  },
  {
    name: 'ask-searching',
    library: 'full',
    route: '/',
    prepare: async (page, alcove) => {
      alcove.ollama?.next({ text: leaseAnswer, loading: 15_000 })
      await ask(page, question)
      await page.locator('.said').waitFor()
    },
  },
  {
    name: 'ask-writing',
    library: 'full',
    route: '/',
    prepare: async (page, alcove) => {
      alcove.ollama?.next({ text: leaseAnswer, delay: 150 })
      await ask(page, question)
      await page.locator('span[data-cites]').first().waitFor()
    },
  },
  {
    name: 'ask-thinking',
    library: 'full',
    route: '/',
    prepare: async (page, alcove) => {
      alcove.ollama?.next({ thinking: 'The lease names a day. '.repeat(80), text: leaseAnswer, delay: 60 })
      await ask(page, question)
      await page.locator('.said').waitFor()
    },
  },
  {
    name: 'ask-interrupted',
    library: 'full',
    route: '/',
    prepare: async (page, alcove) => {
      alcove.ollama?.next({ text: leaseAnswer, ending: 'socket-destroyed', after: 30 })
      await answered(page, question)
    },
  },
  {
    name: 'ask-quotes',
    library: 'full',
    route: '/',
    prepare: async (page, alcove) => {
      alcove.ollama?.next({ text: leaseAnswer, ending: 'socket-destroyed', after: 12 })
      await answered(page, question)
      await page.getByRole('button', { name: 'Quotes instead' }).click()
      await page.locator('.quotes').waitFor()
    },
  },
  {
    name: 'ask-nothing',
    library: 'full',
    route: '/',
    prepare: async (page) => answered(page, 'Which rooflights suit Jupiter?'),
  },
  {
    name: 'ask-follow-up',
    library: 'full',
    route: '/',
    prepare: async (page) => {
      await answered(page, question)
      await ask(page, 'And how must the notice of renewal be sent?')
      await page.locator('.turn:nth-child(2) .said .tools').waitFor()
    },
  },
  {
    name: 'ask-no-model',
    library: 'bare',
    route: '/',
    prepare: async (page) => {
      await answered(page, question)
      await page.getByRole('button', { name: 'Model: Quotes only' }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  { name: 'viewer-pdf', library: 'full', route: '/', prepare: async (page) => openedEvidence(page, '.pdf-mark') },
  {
    name: 'viewer-pdf-full',
    library: 'full',
    route: '/',
    prepare: async (page) => {
      await openedEvidence(page, '.pdf-mark')
      await page.getByRole('button', { name: 'Close' }).focus()
      await page.keyboard.press('o')
      await page.waitForTimeout(800)
    },
  },
  {
    name: 'viewer-markdown',
    library: 'full',
    route: '/',
    prepare: opened('Minutes 4 March 2026.md', 'ask for five more years'),
  },
  { name: 'viewer-table', library: 'full', route: '/', prepare: opened('Budget 2027.csv', 'Rent') },
  { name: 'viewer-code', library: 'full', route: '/', prepare: opened('stairs.py', 'within the limits') },
  { name: 'viewer-right-to-left', library: 'full', route: '/', prepare: opened('ملاحظات.txt', 'عقد الإيجار') },
  {
    name: 'keys',
    library: 'full',
    route: '/',
    prepare: async (page) => {
      await page.locator('main').focus()
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'quick-ask',
    library: 'full',
    route: '/quick-ask',
    prepare: async (page) => answered(page, question, '.quick aside'),
  },
]

async function ask(page: Page, text: string) {
  await page.getByLabel('Your question').fill(text)
  await page.keyboard.press('Enter')
}

async function answered(page: Page, text: string, sign = '.said .tools') {
  await ask(page, text)
  await page.locator(sign).first().waitFor()
}

async function openedEvidence(page: Page, sign: string) {
  await answered(page, question)
  await page.locator('aside .name').first().click()
  await page.locator(sign).first().waitFor()
  await page.waitForTimeout(500)
}

function opened(fileName: string, words: string): Scene['prepare'] {
  return async (page, alcove) => {
    const { documentId, start } = await alcove.find(fileName, words)
    await page.goto(`${alcove.url}/#/?doc=${documentId}&marks=${start}-${start + words.length}`)
    await page.locator('.doc mark').first().waitFor()
    await page.waitForTimeout(400)
  }
}

function shown(selector: string): Scene['prepare'] {
  return (page) => page.locator(selector).waitFor()
}
