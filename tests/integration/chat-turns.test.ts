import { expect, onTestFinished, test } from 'vitest'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { startOllamaTestServer } from '../ollama/test-server.ts'
import { ending, setupChat } from './chat-setup.ts'

test('50 questions at once are answered two at a time, fairly, each to its end, and no connection is left', async () => {
  const server = await startOllamaTestServer({ script: { text: 'In March [1].', delay: 2 } })
  onTestFinished(server.close)
  const model = createOllamaChatModel({ address: server.address, name: 'scripted-chat' })
  const { chat, ask } = await setupChat({ model })
  const [first, second] = [await begin('One'), await begin('Two')]
  let most = 0
  const watching = setInterval(() => {
    most = Math.max(most, server.busy())
  }, 1)
  const asked = server.chats.length

  const answers = await Promise.all([
    ...Array.from({ length: 40 }, (_, n) => ask({ conversationId: first, question: `One, ${n}`, after: null })),
    ...Array.from({ length: 10 }, (_, n) => ask({ conversationId: second, question: `Two, ${n}`, after: null })),
  ])
  clearInterval(watching)

  expect(answers.map((events) => ending(events).type)).toEqual(Array(50).fill('done'))
  expect(answers.flat().some((event) => event.type === 'waiting' && event.for === 'turn')).toBe(true)
  expect(most).toBeLessThanOrEqual(2)
  const order = server.chats
    .slice(asked)
    .map(({ messages }) => /Question: (One|Two)/.exec(messages.at(-1)?.content ?? '')?.[1])
  // The ten of one conversation are not kept waiting by the forty of the other.
  expect(order.slice(0, 24).filter((one) => one === 'Two')).toHaveLength(10)
  await server.idle(performance.now())
  expect([server.busy(), chat.conversation(first).ok]).toEqual([0, true])

  async function begin(question: string): Promise<string> {
    const [started] = await ask({ question })
    return started?.type === 'started' ? started.conversation.id : ''
  }
})

test('one who stops while waiting is gone at once and never reaches the model', async () => {
  const gate = Promise.withResolvers<void>()
  const server = await startOllamaTestServer({
    script: { text: 'In March [1].', hold: { after: 1, until: gate.promise } },
  })
  onTestFinished(server.close)
  const model = createOllamaChatModel({ address: server.address, name: 'scripted-chat' })
  const { chat, ask } = await setupChat({ model })
  const busy = [ask({ question: 'One' }), ask({ question: 'Two' })]
  await server.nextChat()

  const waiting = await chat.ask({ question: 'Three' })
  if (!waiting.ok) throw new Error(waiting.failure.code)
  let answerId = ''
  const seen: string[] = []
  for await (const event of waiting.value) {
    seen.push(event.type)
    if (event.type === 'started') answerId = event.answerId
    if (event.type === 'waiting') await chat.stop(answerId)
  }
  gate.resolve()
  await Promise.all(busy)

  expect(seen.at(-1)).toBe('interrupted')
  expect(server.chats).toHaveLength(2)
})
