import { expect, onTestFinished, test } from 'vitest'
import type { AskEvent } from '#contract/chat.contract'
import type { FoundPassage } from '#contract/search.contract'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { promptOf } from '../ollama/prefix-cache.ts'
import { type OllamaTestServer, startOllamaTestServer } from '../ollama/test-server.ts'
import { ending, setupChat, temporaryFolder } from './chat-setup.ts'
import { passage } from './chat-setup-passages.ts'

test('the second, third and tenth turn have only what is new read', async () => {
  const { server, talk, turn } = await setup({ contextMemory: 2 ** 40 })
  await talk(10)

  for (const n of [2, 3, 10]) {
    const before = sentAt(server, n - 1)
    const sent = sentAt(server, n)
    expect(sent.startsWith(before + writtenIn(n - 1))).toBe(true)
    const anew = sent.length - before.length - writtenIn(n - 1).length
    expect(server.reads[n - 1]?.evaluated).toBeLessThanOrEqual(Math.ceil(anew / 4) + 1)
    // New are two passages of three, the question and what the template puts around them.
    expect(anew).toBeLessThan(turn(n).slice(1).join('').length + 700)
  }
})

test('a passage that was given keeps its number, is not told twice, and the page counts from 1', async () => {
  const { server, talk } = await setup()
  const events = await talk(2)

  const asked = server.chats[1]?.messages.at(-1)?.content ?? ''
  expect(asked.match(/<passage number="\d+" document="Paper \d+"/g)).toEqual([
    '<passage number="4" document="Paper 4"',
    '<passage number="5" document="Paper 5"',
  ])
  expect(asked).toContain('Of the passages given above, these bear on it: [3].')
  const { answer } = ending(events)
  expect({ words: wordsOf(events), text: answer.text, cited: citedBy(answer) }).toEqual({
    words: 'It says so [1], and more [2, 3].',
    text: 'It says so [1], and more [2, 3].',
    cited: ['p3', 'p4', 'p5'],
  })
})

test('what a model cites of the passages above only is a card like the others', async () => {
  const { server, talk, ask } = await setup()
  await talk(1)
  const conversationId = await talkedOf()
  server.next({ text: 'As said before [2], it is so [4].', characters: 1 })

  const { answer } = ending(await ask({ conversationId, question: 'Number 2' }))
  await ask({ conversationId, question: 'Number 3' })

  expect({ text: answer.text, cited: citedBy(answer) }).toEqual({
    text: 'As said before [1], it is so [2].',
    cited: ['p2', 'p4'],
  })
  expect(sentAt(server, 3)).toContain('As said before [2], it is so [4].')

  async function talkedOf() {
    return talk.conversationId()
  }
})

test('what the model wrote is told as it wrote it, and read again by none, in whatever form it cites', async () => {
  const { server, talk, ask } = await setup()
  server.next({ text: 'First 【2†source】, then [1,9] and `a[1]`.' })
  const { answer } = ending(await talk(1))

  await ask({ conversationId: talk.conversationId(), question: 'Number 2' })

  expect(answer.text).toBe('First [1], then [2] and `a[1]`.')
  expect(sentAt(server, 2)).toContain(`${sentAt(server, 1)}First 【2†source】, then [1,9] and \`a[1]\`.`)
})

test('after a restart the next prompt begins as the one before', async () => {
  const path = `${temporaryFolder()}/alcove.sqlite`
  const { server, talk } = await setup({ path })
  await talk(2)
  const again = await setup({ path, server })

  await again.ask({ conversationId: talk.conversationId(), question: 'Number 3' })

  expect(sentAt(server, 3).startsWith(sentAt(server, 2) + writtenIn(2))).toBe(true)
})

test('a version of a question goes on from its own branch, and a fork from what it was taken from', async () => {
  const { server, chat, kept, talk, ask } = await setup()
  await talk(2)
  const conversationId = talk.conversationId()
  const read = chat.conversation(conversationId)
  const [first, second] = read.ok ? read.value.turns : []

  await ask({ conversationId, question: 'Number 2', again: second?.questionId })
  await ask({ conversationId, question: 'Number 5', after: first?.answer?.id })
  const fork = kept.fork(first?.answer?.id ?? '')
  await ask({ conversationId: fork.ok ? fork.value.id : '', question: 'Number 6' })

  expect(sentAt(server, 3)).toBe(sentAt(server, 2))
  for (const n of [4, 5]) expect(sentAt(server, n).startsWith(sentAt(server, 1) + writtenIn(1))).toBe(true)
})

test('a passage that is gone from the library is not told again', async () => {
  const { server, talk, ask, lose } = await setup()
  await talk(1)
  expect(sentAt(server, 1)).toContain('Passage 2 says')
  lose('p2')

  await ask({ conversationId: talk.conversationId(), question: 'Number 2' })

  expect(sentAt(server, 2)).not.toContain('Passage 2 says')
  expect(sentAt(server, 2)).toContain('Passage 1 says')
})

test('when there is no room any more the turns are told anew in one step, and the next ones go on from there', async () => {
  const { server, talk } = await setup({ contextMemory: 0, words: 40 })
  await talk(24)

  const isWarm = Array.from({ length: 23 }, (_, index) =>
    sentAt(server, index + 2).startsWith(sentAt(server, index + 1) + writtenIn(index + 1)),
  )
  expect(server.reads.every(({ tokens }) => tokens < 2_048)).toBe(true)
  expect(isWarm.filter(Boolean).length).toBeGreaterThan(23 / 2)
  const evaluated = server.reads.slice(1).reduce((sum, read) => sum + read.evaluated, 0)
  const tokens = server.reads.slice(1).reduce((sum, read) => sum + read.tokens, 0)
  expect(evaluated).toBeLessThan(tokens / 2)
})

test('other instructions, or another model, are told everything anew without the passages', async () => {
  const { server, talk, ask } = await setup()
  await talk(1)

  await ask({
    conversationId: talk.conversationId(),
    question: 'Number 2',
    model: { runtime: 'ollama', name: 'other' },
  })

  expect(server.chats[1]?.messages.slice(1, 3)).toEqual([
    { role: 'user', content: 'Number 1' },
    { role: 'assistant', content: 'It says so, and more.' },
  ])
})

interface SetUp {
  readonly path?: string
  readonly server?: OllamaTestServer
  readonly contextMemory?: number
  /** How long a passage is. */
  readonly words?: number
}

/** Every question finds three passages, one of them also found by the one before. */
async function setup({ path, server: running, contextMemory, words = 20 }: SetUp = {}) {
  const server = running ?? (await startOllamaTestServer({ tokensPerCharacter: 0 }))
  if (!running) onTestFinished(server.close)
  const gone = new Set<string>()
  const turn = (n: number) => [2 * n - 1, 2 * n, 2 * n + 1].map((at) => passageOf(at, words))
  const memory = contextMemory === undefined ? {} : { contextMemory }
  const model = createOllamaChatModel({ address: server.address, name: 'scripted-chat', ...memory })
  const other = { ...createOllamaChatModel({ address: server.address, name: 'scripted-think' }), name: 'other' }
  server.always({ text: ({ messages }) => writtenIn(numberIn(messages.at(-1)?.content)) })
  const set = await setupChat({
    model,
    models: [other],
    find: ({ query }) => turn(numberIn(query)),
    named: (ids) => ids.filter((id) => !gone.has(id)).map((id) => passageOf(Number(id.slice(1)), words)),
    ...(path ? { path } : {}),
  })
  let conversationId: string | undefined
  return {
    ...set,
    server,
    turn: (n: number) => turn(n).map(({ text }) => text),
    lose: (id: string) => void gone.add(id),
    talk: Object.assign(talk, { conversationId: () => conversationId ?? '' }),
  }

  async function talk(turns: number): Promise<AskEvent[]> {
    let events: AskEvent[] = []
    for (let n = 1; n <= turns; n += 1) {
      events = await set.ask({ conversationId, question: `Number ${n}` })
      const [first] = events
      if (first?.type === 'started') conversationId = first.conversation.id
    }
    return events
  }
}

function passageOf(n: number, words: number): FoundPassage {
  return passage(n, `Passage ${n} says ${`so much of ${n} `.repeat(words / 4)}and no more.`)
}

// By the numbers of the prompt: the passage of before, and the two that are new.
function writtenIn(n: number): string {
  return n === 1 ? 'It says so [1], and more [2, 3].' : `It says so [${2 * n - 1}], and more [${2 * n}, ${2 * n + 1}].`
}

function numberIn(text = ''): number {
  return Number(text.match(/Number (\d+)/)?.[1] ?? 1)
}

/** What the n-th question was put with, as the model reads it. */
function sentAt({ chats }: OllamaTestServer, n: number): string {
  return promptOf(chats[n - 1]?.messages ?? [])
}

function wordsOf(events: readonly AskEvent[]): string {
  return events.map((event) => (event.type === 'token' ? event.text : '')).join('')
}

function citedBy({ citations }: ReturnType<typeof ending>['answer']) {
  return citations.map(({ passage: { id } }) => id)
}
