import type { Turn } from '#contract/chat.contract'
import type { FoundPassage } from '#contract/search.contract'
import { shareOut } from '../../main/chat/budget.ts'
import { buildPrompt } from '../../main/chat/prompt.ts'
import { createPrefixCache, type PromptRead } from '../ollama/prefix-cache.ts'
import type { ChatBody } from '../ollama/script.ts'
import { type OllamaTestServer, startOllamaTestServer } from '../ollama/test-server.ts'
import { type AlcoveService, startAlcove } from './alcove-service.ts'
import { type Bench, type BenchOptions, readable, table } from './bench-kit.ts'
import { textsOf } from './bench-texts.ts'
import { bigLibrary } from './big-library.ts'
import { indexed } from './indexed.ts'

/** How much of each prompt of a conversation a model server has to read, because its last one does not begin with it. */
export const prefixCacheBench: Bench = { name: 'prefix-cache', title: 'What a model reads again', run }

const turns = 10
const contextLengths = [8_192, 32_768]
const model = 'scripted-chat'

async function run({ sets }: BenchOptions): Promise<string> {
  const texts = await textsOf(sets)
  const { data } = await bigLibrary(1_000, texts)
  const talks: Talk[] = []
  for (const contextLength of contextLengths) {
    const server = await startOllamaTestServer({ models: [model], contextLength, script: { text: answerTo } })
    const alcove = await startAlcove(data, { OLLAMA_HOST: server.address })
    try {
      await indexed(alcove)
      const talked = (questions: readonly string[]) => talk({ alcove, server, contextLength, questions })
      talks.push(await talked(questionsOf(texts.texts, () => 0)), await talked(questionsOf(texts.texts, (n) => n * 17)))
    } finally {
      await alcove.stop()
      await server.close()
    }
  }
  return tableOf(talks)
}

interface Talk {
  readonly now: readonly PromptRead[]
  /** Where earlier turns are told without their passages. */
  readonly bare: readonly PromptRead[]
}

interface ToTalk {
  readonly alcove: AlcoveService
  readonly server: OllamaTestServer
  readonly contextLength: number
  readonly questions: readonly string[]
}

async function talk({ alcove: { client }, server, contextLength, questions }: ToTalk): Promise<Talk> {
  const first = server.reads.length
  const before = createPrefixCache()
  const history: Turn[] = []
  let conversationId: string | undefined
  for (const question of questions) {
    let passages: readonly FoundPassage[] = []
    for await (const event of await client.chat.ask({ question, conversationId })) {
      if (event.type === 'started') conversationId = event.conversation.id
      if (event.type === 'passages') passages = event.passages
      if (event.type !== 'done') continue
      const { messages } = buildPrompt({ question, passages, history, budget: shareOut(contextLength, question) })
      before.read({ model, messages })
      before.written(model, answerTo({ model, messages }))
      history.push(turnOf(question, event.answer))
    }
  }
  // A summary is written in between: it takes the slot, and what comes after it is read from its beginning.
  const isQuestion = server.chats.map(({ messages }) => messages[0]?.content.startsWith('You answer questions'))
  const now = server.reads.filter((_, index) => index >= first && isQuestion[index])
  return { now, bare: before.reads }
}

function turnOf(question: string, answer: NonNullable<Turn['answer']>): Turn {
  const nothing = { parentId: null, questions: [], answers: [], attachments: [], summary: null }
  return { ...nothing, questionId: answer.id, question, askedAt: 0, answer }
}

/** Some eighty words that cite what the prompt gives last. */
function answerTo({ messages }: ChatBody): string {
  const numbers = [...(messages.at(-1)?.content.matchAll(/<passage number="(\d+)"/g) ?? [])].map(([, n]) => n)
  return ['It says so', 'and more of the same', 'as was measured twice', 'and is so to this day']
    .map(
      (words, index) =>
        `${words} ${'as far as anybody could tell from what was written '.repeat(2)}[${numbers[index] ?? 1}].`,
    )
    .join(' ')
}

/** Stretches of one text, or each of another. */
function questionsOf(texts: readonly string[], at: (n: number) => number): readonly string[] {
  return Array.from({ length: turns }, (_, n) => {
    const words = (texts[at(n)] ?? '').split(/\s+/)
    const start = (n * 5) % Math.max(1, words.length - 8)
    return `What about ${words.slice(start, start + 8).join(' ')}?`
  })
}

function tableOf(talks: readonly Talk[]): string {
  const sum = (reads: readonly PromptRead[], of: keyof PromptRead) => reads.reduce((all, read) => all + read[of], 0)
  const rows = Array.from({ length: turns }, (_, n) => [
    String(n + 1),
    ...talks.flatMap(({ now, bare }) => [now[n]?.tokens, now[n]?.evaluated, bare[n]?.evaluated]).map(written),
  ])
  const sums = talks.flatMap(({ now, bare }) => [sum(now, 'tokens'), sum(now, 'evaluated'), sum(bare, 'evaluated')])
  const names = contextLengths.flatMap((length) => [
    `${readable(length)}, one matter`,
    `${readable(length)}, another each time`,
  ])
  const head = names.flatMap((name) => [`${name}: prompt`, 'read', 'read without'])
  return `Tokens, at four characters each.\n\n${table(['turn', ...head], [...rows, ['all', ...sums.map(written)]])}`
}

function written(number: number | undefined): string {
  return number === undefined ? '–' : readable(number)
}
