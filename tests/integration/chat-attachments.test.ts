import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import type { AskEvent } from '#contract/chat.contract'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { createChatRouter } from '../../main/chat/chat.router.ts'
import { ending, setupChat } from './chat-setup.ts'
import { garden, lease, notice } from './chat-setup-passages.ts'

const question = 'When does the lease end?'
/** A picture of one pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

test('a picture is shown to a model that sees, kept with its question, and shown again when it is asked again', async () => {
  const { client, model, ask } = await setup({ sees: true })
  const picture = await client.attachments.addPicture({ title: 'Plan.png', base64: pixel })

  const first = await ask({ question, attachments: [picture] })
  const { conversationId, questionId } = startOf(first)
  await ask({ conversationId, question, again: questionId })

  expect(ending(first).answer.given).toMatchObject({ pictures: 1 })
  expect(model.requests.map(({ messages }) => messages.at(-1)?.pictures)).toEqual([
    [{ title: 'Plan.png', mediaType: 'image/png', base64: pixel }],
    [{ title: 'Plan.png', mediaType: 'image/png', base64: pixel }],
  ])
  const { turns } = await client.conversation({ conversationId })
  expect(turns[0]?.attachments).toEqual([picture])
  expect(await client.attachments.read({ attachmentId: picture.id })).toEqual({
    mediaType: 'image/png',
    base64: pixel,
  })
})

test('a picture alone is enough to answer from where the model sees, and is named as not seen where it does not', async () => {
  const seeing = await setup({ sees: true, passages: [] })
  const blind = await setup({ passages: [] })
  const shown = await seeing.client.attachments.addPicture({ title: 'Plan.png', base64: pixel })
  const lost = await blind.client.attachments.addPicture({ title: 'Plan.png', base64: pixel })

  const seen = ending(await seeing.ask({ question, attachments: [shown] })).answer
  const unseen = ending(await blind.ask({ question, attachments: [lost] })).answer

  expect([seen.mode, unseen.mode]).toEqual(['model', 'nothing'])
  expect([seen.given.pictures, unseen.given.unseen, blind.model.requests]).toEqual([1, 1, []])
})

test('what was recognised in a picture is given to a model that does not see', async () => {
  const { client, model, ask } = await setup({})
  const picture = await client.attachments.addPicture({ title: 'Lease.png', base64: pixel })
  if (picture.kind !== 'picture') throw new Error('Not a picture')

  const { answer } = ending(await ask({ question, attachments: [{ ...picture, documentId: lease.documentId }] }))

  expect(answer.given).toMatchObject({ whole: 1 })
  expect(model.requests[0]?.messages.at(-1)).toMatchObject({ content: expect.stringContaining(lease.text) })
})

test('a text of a conversation in memory is given whole, cited, and on no disk', async () => {
  const { client, model, ask, database, searches } = await setup({})
  const secret = 'The xylophonist moves out on Monday.'
  const text = await client.attachments.addText({ title: 'Note.txt', text: secret, temporary: true })

  const { answer } = ending(await ask({ question, attachments: [text], temporary: true }))

  expect(model.requests[0]?.messages.at(-1)?.content).toContain(secret)
  expect([answer.given.whole, answer.citations[0]?.passage.title, searches]).toEqual([1, 'Note.txt', []])
  expect(database.sqlite.prepare('SELECT count(*) FROM attachments').pluck().get()).toBe(0)
})

test('of a text that has no room its best parts are given, and the answer says so', async () => {
  const { client, model, ask } = await setup({ contextLength: 2_048 })
  const filler = Array.from({ length: 60 }, (_, n) =>
    `Quay ${n} lies still under a grey sky and nobody comes. `.repeat(6),
  )
  const long = filler.toSpliced(30, 0, 'The lease of the boathouse does end on 4 May.').join('\n\n')
  const text = await client.attachments.addText({ title: 'Log.txt', text: long, temporary: true })

  const { answer } = ending(await ask({ question, attachments: [text], temporary: true }))

  expect(answer.given).toMatchObject({ tooLong: 1 })
  expect(model.requests[0]?.messages.at(-1)?.content).toContain('The lease of the boathouse does end on 4 May.')
})

test('a passage that was pointed at comes first, and its document is what is searched', async () => {
  const { model, ask, searches } = await setup({})
  const passage = { kind: 'passage' as const, id: garden.id, documentId: garden.documentId, title: 'Garden' }

  await ask({ question, attachments: [passage] })

  const content = model.requests[0]?.messages.at(-1)?.content ?? ''
  expect(content.indexOf(garden.text)).toBeGreaterThan(-1)
  expect(content.indexOf(garden.text)).toBeLessThan(content.indexOf(notice.text))
  expect(searches.map(({ filters }) => filters?.documentIds)).toEqual([[garden.documentId]])
})

test('a person narrows the search to what they wrote, or what names them', async () => {
  const { ask, searches } = await setup({})

  await ask({ question, attachments: [{ kind: 'person', id: 'Ada Marlow <ada@marlow.example>', title: 'Ada Marlow' }] })

  expect(searches.map(({ query, filters }) => [query, filters?.authors])).toEqual([
    [question, ['Ada Marlow <ada@marlow.example>']],
    [`${question} "Ada Marlow"`, undefined],
  ])
})

test('a picture that nobody asked with goes after a while, unless a draft names it', async () => {
  const { client, kept } = await setup({})
  const forgotten = await client.attachments.addPicture({ title: 'Old.png', base64: pixel })
  const drafted = await client.attachments.addPicture({ title: 'Kept.png', base64: pixel })
  kept.drafts.set({ place: 'ask', text: '', attachments: [drafted], queued: [] })

  await kept.deleteOld(Date.now() + 1_000)

  expect(await client.attachments.read({ attachmentId: drafted.id })).toMatchObject({ base64: pixel })
  await expect(client.attachments.read({ attachmentId: forgotten.id })).rejects.toMatchObject({
    code: 'ATTACHMENT_NOT_FOUND',
  })
})

test('what is no picture, or empty, is refused', async () => {
  const { client } = await setup({})
  const script = Buffer.from('<svg onload="alert(1)"/>').toString('base64')

  await expect(client.attachments.addPicture({ title: 'a.png', base64: script })).rejects.toMatchObject({
    data: { reason: 'not-a-picture' },
  })
  await expect(client.attachments.addText({ title: 'a.txt', text: ' \n' })).rejects.toMatchObject({
    data: { reason: 'no-text' },
  })
})

test('a forked conversation has the picture of its own, and one that is deleted takes its own along', async () => {
  const { client, ask, database } = await setup({ sees: true })
  const picture = await client.attachments.addPicture({ title: 'Plan.png', base64: pixel })
  const asked = await ask({ question, attachments: [picture] })
  const { conversationId } = startOf(asked)

  const fork = await client.fork({ answerId: ending(asked).answer.id })
  await client.remove({ conversationId })
  await client.emptyBin({ conversationId })

  const { turns } = await client.conversation({ conversationId: fork.id })
  const copy = turns[0]?.attachments[0]
  expect(copy?.id).not.toBe(picture.id)
  expect(await client.attachments.read({ attachmentId: copy?.id ?? '' })).toMatchObject({ base64: pixel })
  expect(database.sqlite.prepare('SELECT count(*) FROM attachments').pluck().get()).toBe(1)
})

interface Setup extends Partial<Parameters<typeof setupChat>[0]> {
  readonly sees?: boolean
  readonly contextLength?: number
}

async function setup({ sees = false, contextLength = 8_192, ...options }: Setup) {
  const model = createFakeChatModel({ parts: ['It ends in March [1].'], sees, contextLength })
  const all = await setupChat({ model, ...options })
  const client = createRouterClient(createChatRouter(all.chat, all.kept, all))
  return { ...all, model, client }
}

function startOf(events: readonly AskEvent[]) {
  const [first] = events
  if (first?.type !== 'started') throw new Error('The stream has no beginning')
  return { conversationId: first.conversation.id, questionId: first.questionId }
}
