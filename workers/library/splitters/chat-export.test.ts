import { expect, test } from 'vitest'
import { makeZip } from '../fake.files.ts'
import { makeChatGpt, makeClaude, partsOf, twoTurns } from './fake.parts.ts'

test('a conversation of ChatGPT is a document with its title, identity and time', async () => {
  const talk = makeChatGpt('c1', twoTurns('How is the *pump* cleaned?', 'With water.'))

  const { parts, outcome } = await partsOf('conversations.json', JSON.stringify([talk]))

  expect({ outcome, parts }).toMatchObject({
    outcome: { ok: true, value: 'chat' },
    parts: [
      {
        part: 'chatgpt:c1',
        identity: 'chatgpt:c1',
        thread: 'chatgpt:c1',
        draft: {
          type: 'chat',
          title: 'Talk c1',
          author: null,
          writtenAt: 1_772_100_000_000,
          text: '## You, 2026-02-25 06:13 UTC\n\nHow is the *pump* cleaned?\n\n## Assistant (gpt-4o), 2026-02-25 06:14 UTC\n\nWith water.',
          passages: [{ heading: null, place: { kind: 'messages', first: 'u', last: 'a' } }],
        },
      },
    ],
  })
})

test('long answers are cut into passages which say who speaks and in which message', async () => {
  const long = 'The pump is cleaned every four weeks by the person on duty. '.repeat(40)
  const talk = makeChatGpt('c1', twoTurns('How is the pump cleaned?', long))

  const { parts } = await partsOf('conversations.json', JSON.stringify([talk]))

  const passages = parts[0]?.draft.passages.map(({ heading, place }) => [heading, place]) ?? []
  expect([
    passages.length > 2,
    passages[0],
    new Set(passages.slice(1).map((passage) => JSON.stringify(passage))),
  ]).toEqual([
    true,
    ['You', { kind: 'messages', first: 'u', last: 'u' }],
    new Set([JSON.stringify(['Assistant (gpt-4o)', { kind: 'messages', first: 'a', last: 'a' }])]),
  ])
})

test('the branch that was seen last comes first, then what differs in each other', async () => {
  const turns = [
    { id: 'u1', parent: 'root', role: 'user', says: 'How is the pump cleaned?' },
    { id: 'a1', parent: 'u1', role: 'assistant', says: 'With water.' },
    { id: 'u2old', parent: 'a1', role: 'user', says: 'How often?' },
    { id: 'a2old', parent: 'u2old', role: 'assistant', says: 'Every week.' },
    { id: 'a2older', parent: 'u2old', role: 'assistant', says: 'Every year.' },
    { id: 'u2', parent: 'a1', role: 'user', says: 'By whom?' },
    { id: 'a2', parent: 'u2', role: 'assistant', says: 'By the person on duty.' },
  ] as const

  const { texts } = await partsOf('conversations.json', JSON.stringify([makeChatGpt('c1', turns)]))

  expect(texts[0]?.replace(/, 2026.*UTC/g, '').split('\n\n')).toEqual([
    ...['## You', 'How is the pump cleaned?', '## Assistant', 'With water.'],
    ...['## You', 'By whom?', '## Assistant', 'By the person on duty.'],
    ...['# Other branch from 2. With water.', '## You', 'How often?', '## Assistant', 'Every year.'],
    ...['# Other branch from 5. How often?', '## Assistant', 'Every week.'],
  ])
})

test('of each kind of content what a person saw is kept, and nothing that was hidden', async () => {
  const picture = { content_type: 'image_asset_pointer', asset_pointer: 'sediment://file_1' }
  const says: [string, Record<string, unknown>, Record<string, unknown>?][] = [
    ['system', { content_type: 'text', parts: ['SYSTEM'] }],
    ['user', { content_type: 'user_editable_context', user_profile: 'PROFILE' }],
    ['user', { content_type: 'text', parts: ['HIDDEN'] }, { is_visually_hidden_from_conversation: true }],
    [
      'user',
      {
        content_type: 'multimodal_text',
        parts: [picture, 'What is this?', { content_type: 'audio_transcription', text: 'Spoken.' }],
      },
      {
        attachments: [
          { id: 'file_1', name: 'pump.png' },
          { id: 'file_2', name: 'manual.pdf' },
        ],
      },
    ],
    ['assistant', { content_type: 'thoughts', thoughts: [{ summary: 'Looking', content: 'A pump, it seems.' }] }],
    ['assistant', { content_type: 'code', language: 'python', text: 'print("```")' }],
    ['tool', { content_type: 'execution_output', text: '42' }],
    ['tool', { content_type: 'tether_quote', title: 'Pumps', url: 'pumps.example', text: 'A quotation' }],
    ['assistant', { content_type: 'text', parts: ['A pump. \ue200cite\ue202turn0\ue201Surely.'] }],
  ]
  const turns = says.map(([role, content, metadata], index) => ({
    id: `m${index}`,
    parent: index === 0 ? 'root' : `m${index - 1}`,
    role: role as 'user',
    says: content,
    metadata,
  }))

  const { texts } = await partsOf('conversations.json', JSON.stringify([makeChatGpt('c1', turns)]))

  expect(texts[0]?.replace(/, 2026.*UTC/g, '')).toBe(
    [
      '## You\n\n[picture: pump.png]\n\nWhat is this?\n\nSpoken.\n\n[file: manual.pdf]',
      '## Assistant\n\n> Looking\n> A pump, it seems.',
      '## Assistant\n\n````python\nprint("```")\n````',
      '## Tool (python)\n\n```\n42\n```',
      '## Tool (python)\n\nPumps\n\npumps.example\n\n> A quotation',
      '## Assistant\n\nA pump. Surely.',
    ].join('\n\n'),
  )
})

test('a conversation of Claude is read with its branches and the text of its attachments', async () => {
  const talk = makeClaude('k1', [
    {
      text: 'See the note.',
      attachments: [{ file_name: 'note.txt', extracted_content: 'one\ntwo' }],
      files: [{ file_name: 'note.txt' }, { file_name: 'plan.png' }],
      parent_message_uuid: 'none',
    },
    {
      content: [
        { type: 'thinking', thinking: 'Hm.' },
        { type: 'text', text: 'Old answer.' },
        { type: 'tool_use', name: 'web', input: {} },
      ],
      parent_message_uuid: 'm0',
    },
    { sender: 'assistant', text: 'New answer.', parent_message_uuid: 'm0' },
  ])

  const { parts } = await partsOf('conversations.json', JSON.stringify([talk]))

  expect(parts[0]).toMatchObject({
    identity: 'claude:k1',
    draft: { title: 'Talk k1', writtenAt: Date.UTC(2026, 2, 3, 11) },
  })
  expect(parts[0]?.draft.text.replace(/, 2026.*UTC/g, '')).toBe(
    [
      '## You\n\nSee the note.\n\n[file: note.txt]\n\n> one\n> two\n\n[file: plan.png]',
      '## Assistant\n\nNew answer.',
      '# Other branch from 1. See the note.',
      '## Assistant\n\n> Hm.\n\nOld answer.',
    ].join('\n\n'),
  )
})

test('an export is read from the archive it comes in, also when it is split, and nothing else in it is', async () => {
  const json = (...ids: string[]) => JSON.stringify(ids.map((id) => makeChatGpt(id, twoTurns('Question', 'Answer'))))
  const archives = [
    makeZip([
      { name: 'conversations.json', content: JSON.stringify([makeClaude('k1', [{ text: 'Hello' }])]) },
      { name: 'projects.json', content: '[{"uuid":"p","docs":[]}]' },
      { name: 'users.json', content: '[]' },
    ]),
    makeZip([
      { name: 'export/conversations-010.json', content: json('c') },
      { name: 'export/conversations-002.json', content: json('b') },
      { name: 'export/conversations-000.json', content: json('a') },
      { name: 'export/picture.png', content: Buffer.alloc(2_000_000) },
    ]),
  ]

  const read = await Promise.all(archives.map((bytes) => partsOf('export.zip', bytes)))

  expect(read.map(({ names }) => names)).toEqual([['claude:k1'], ['chatgpt:a', 'chatgpt:b', 'chatgpt:c']])
})

test('an archive that is no export is refused by name, and other JSON is left to its reader', async () => {
  const outcomes = await Promise.all([
    partsOf('photos.zip', makeZip([{ name: 'a.txt', content: 'text' }])),
    partsOf('report.zip', makeZip([{ name: '[Content_Types].xml', content: '<Types/>' }])),
    partsOf('data.json', '[{"title": "\\"mapping\\": {", "current_node": 1}]'),
    partsOf('talk.json', JSON.stringify(makeChatGpt('one', twoTurns('Question', 'Answer')))),
    partsOf(
      'talks.json',
      JSON.stringify({ version: 2, conversations: [makeChatGpt('two', twoTurns('Question', 'Answer'))] }),
    ),
  ])

  expect(outcomes.map(({ outcome, names }) => [outcome.ok ? outcome.value : outcome.failure.code, names])).toEqual([
    ['FORMAT_UNSUPPORTED', []],
    [null, []],
    [null, []],
    ['chat', ['chatgpt:one']],
    ['chat', ['chatgpt:two']],
  ])
})
