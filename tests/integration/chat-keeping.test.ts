import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AskEvent } from '#contract/chat.contract'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { setupChat, temporaryFolder } from './chat-setup.ts'

const day = 86_400_000

test('pins, archive and folders put a conversation elsewhere and change nothing in it', async () => {
  const { kept, begin } = await setup()
  const [one, two, three] = [await begin('One'), await begin('Two'), await begin('Three')]
  const folder = kept.folders.add('House')

  kept.change(one, { pinned: true })
  kept.change(two, { archived: true })
  kept.change(three, { folderId: folder.id })

  const titles = (show?: 'kept' | 'pinned' | 'archived') => kept.list({ limit: 9, show }).map(({ title }) => title)
  expect([titles(), titles('pinned'), titles('archived')]).toEqual([['Three', 'One'], ['One'], ['Two']])
  expect(kept.list({ limit: 9, folderId: folder.id }).map(({ title }) => title)).toEqual(['Three'])
  expect(kept.folders.list()).toEqual([{ ...folder, conversations: 1 }])

  kept.folders.remove(folder.id)
  expect(kept.list({ limit: 9 }).find(({ id }) => id === three)?.folderId).toBeNull()
})

test('what is removed lies in the bin for 30 days and is then gone with every word', async () => {
  let now = Date.now()
  const { kept, begin, store, database } = await setup({ clock: () => now })
  const id = await begin('Where is the gasket?')
  kept.remove(id)
  expect(kept.bin()).toMatchObject([{ id, goneAt: now + 30 * day }])

  now += 29 * day
  expect(await kept.deleteOld(now - 30 * day)).toBe(0)
  now += 2 * day
  expect(await kept.deleteOld(now - 30 * day)).toBe(1)

  expect([kept.bin(), store.find(id), kept.search({ query: 'gasket', limit: 9 })]).toEqual([[], undefined, []])
  const left = ['messages', 'message_keys', 'message_words'].map((table) =>
    database.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
  )
  expect(left).toEqual([0, 0, 0])
})

test('one conversation can be deleted for good at once, and only from the bin', async () => {
  const { kept, begin } = await setup()
  const [one, two] = [await begin('One'), await begin('Two')]
  kept.remove(one)

  expect([kept.emptyBin(two), kept.emptyBin(one), kept.list({ limit: 9 }).length]).toEqual([
    { deleted: 0 },
    { deleted: 1 },
    1,
  ])
})

test('who keeps conversations for a while finds older ones in the bin, save those that are pinned', async () => {
  let now = Date.now()
  const { kept, begin } = await setup({ clock: () => now })
  const [old, pinned] = [await begin('Old'), await begin('Pinned')]
  kept.change(pinned, { pinned: true })

  now += 91 * day
  expect(kept.putAway(now - 90 * day)).toBe(1)
  expect(kept.bin().map(({ id }) => id)).toEqual([old])
})

test('conversations are found by any part of a word, in any script and branch, with the place marked', async () => {
  const { kept, begin, ask } = await setup()
  const id = await begin('Was kostet die Dachrinnenreinigung?')
  await ask({ conversationId: id, question: '北京大学在哪里？', after: null })
  await begin('Something else')

  const find = (query: string) =>
    kept
      .search({ query, limit: 9 })
      .map(({ conversation, excerpt, marks }) => [
        conversation.id === id,
        marks.map(({ start, end }) => excerpt.slice(start, end)),
      ])

  expect(find('rinnen')).toEqual([[true, ['rinnen']]])
  expect(find('RINNEN kostet')).toEqual([[true, ['kostet', 'rinnen']]])
  expect(find('大学')).toEqual([[true, ['大学']]])
  expect(find('京大学')).toEqual([[true, ['京大学']]])
  expect(find('"')).toEqual([])
  expect(find('nowhere at all')).toEqual([])
})

test('an answer is found once it is written, and a conversation by what it was called', async () => {
  const { kept, begin } = await setup()
  const id = await begin('When does it end?')
  kept.change(id, { title: 'The lease of the mill' })

  expect(kept.search({ query: 'in march', limit: 9 })).toMatchObject([{ role: 'answer', conversation: { id } }])
  expect(kept.search({ query: 'mill lease', limit: 9 })).toMatchObject([{ conversation: { id } }])
})

test('an export says everything in words that others can read, and nothing in it can do anything', async () => {
  const { kept, begin } = await setup({
    answer: 'In **March** [1]. <script>alert(1)</script> ![x](https://evil.example/a.png)',
  })
  const id = await begin('When <b>does</b> it end?')

  const [markdown, html, json] = (['markdown', 'html', 'json'] as const).map((format) => kept.export(id, format))

  expect(markdown).toMatchObject({ ok: true, value: { name: 'When b does b it end.md' } })
  expect(markdown?.ok && markdown.value.text).toContain('## When <b>does</b> it end?\n\nIn **March** [1].')
  const page = html?.ok ? html.value.text : ''
  expect(page).toContain('<strong>March</strong>')
  expect(page).toContain('&lt;script&gt;')
  expect(page).not.toMatch(/<script|<img|<b>/)
  expect(page).toContain("default-src 'none'")
  const all = JSON.parse(json?.ok ? json.value.text : '{}')
  expect(all.messages.map(({ role }: { role: string }) => role)).toEqual(['question', 'answer'])
})

test('a temporary conversation can be gone on with and is on no disk', async () => {
  const folder = temporaryFolder()
  const { chat, kept, ask } = await setup({ path: join(folder, 'alcove.sqlite') })
  const secret = 'Xylophonist'
  const id = conversationOf(await ask({ question: `Who is the ${secret}?`, temporary: true }))
  await ask({ conversationId: id, question: 'And who was it before?' })

  const conversation = chat.conversation(id)
  expect(conversation).toMatchObject({ ok: true, value: { temporary: true, turns: [{}, {}] } })
  expect(kept.list({ limit: 9 })).toMatchObject([{ id, temporary: true }])
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()))
    expect(readFileSync(join(name.parentPath, name.name)).includes(secret)).toBe(false)
})

test('what is typed and what waits is kept by place, and forgotten once it is empty', async () => {
  const { kept } = await setup()
  kept.drafts.set({ place: 'ask', text: 'When does', attachments: [], queued: [] })
  kept.drafts.set({ place: 'c1', text: '', attachments: [], queued: [{ question: 'And then?', attachments: [] }] })
  kept.drafts.set({ place: 'ask', text: 'When does it', attachments: [], queued: [] })

  expect(kept.drafts.list()).toEqual([
    { place: 'ask', text: 'When does it', attachments: [], queued: [] },
    { place: 'c1', text: '', attachments: [], queued: [{ question: 'And then?', attachments: [] }] },
  ])
  kept.drafts.set({ place: 'ask', text: '', attachments: [], queued: [] })
  expect(kept.drafts.list().map(({ place }) => place)).toEqual(['c1'])
})

interface Setup extends Partial<Parameters<typeof setupChat>[0]> {
  readonly answer?: string
}

async function setup({ answer = 'In March [1].', ...more }: Setup = {}) {
  const chat = await setupChat({ model: createFakeChatModel({ parts: [answer] }), ...more })
  return { ...chat, begin: async (question: string) => conversationOf(await chat.ask({ question })) }
}

function conversationOf(events: readonly AskEvent[]): string {
  const [first] = events
  return first?.type === 'started' ? first.conversation.id : ''
}
