import { expect, test } from 'vitest'
import { makeZip } from '../fake.files.ts'
import { type FakeTurn, makeChatGpt, partsOf, twoTurns } from './fake.parts.ts'

const good = (id: string) => JSON.stringify(makeChatGpt(id, twoTurns('Question', 'Answer')))

test('what no conversation holds costs only itself: depth, size, damage, circles', async () => {
  const deep = `{"title": "Deep", "mapping": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  const large = good('large').replace('Answer', 'x'.repeat(50_000_000))
  const broken = '{"title": "Broken \\u00e9", "mapping": {nonsense}}'
  const circle: FakeTurn[] = [
    { id: 'a', parent: 'b', role: 'user', says: 'First' },
    { id: 'b', parent: 'a', role: 'assistant', says: 'Second' },
  ]
  const circular = JSON.stringify(makeChatGpt('circle', circle))
  const empty = JSON.stringify(makeChatGpt('empty', []))
  const elements = [good('before'), deep, large, broken, '5', '[[]]', circular, empty, good('after')]

  const { outcome, parts } = await partsOf('conversations.json', `[${elements.join(',\n')}]`)

  expect(outcome).toEqual({ ok: true, value: 'chat' })
  expect(parts.map(({ part, draft }) => [part, draft.title, draft.text.length])).toEqual([
    ['chatgpt:before', 'Talk before', expect.any(Number)],
    ['#3', 'Talk large', expect.any(Number)],
    ['#4', 'Broken', expect.any(Number)],
    ['chatgpt:circle', 'Talk circle', expect.any(Number)],
    ['chatgpt:after', 'Talk after', expect.any(Number)],
  ])
  expect(parts.map(({ draft }) => draft.text).filter((text) => text.includes('left out'))).toEqual([
    'This conversation has 50 MB, which is more than Alcove reads, so its text was left out.',
    'This conversation is damaged in the export, so its text was left out.',
  ])
})

test('a conversation of very many messages, in one line or in one place, is read in time', async () => {
  const line: FakeTurn[] = Array.from({ length: 5_000 }, (_, index) => ({
    id: `m${index}`,
    parent: index === 0 ? 'root' : `m${index - 1}`,
    role: 'user',
    says: `Number ${index}`,
  }))
  const fan = line.map((turn, index) => ({ ...turn, parent: index === 0 ? 'root' : 'm0' }))
  const json = JSON.stringify([makeChatGpt('line', line), makeChatGpt('fan', fan)])

  const { parts } = await partsOf('conversations.json', json)

  expect(
    parts.map(({ draft }) => [draft.text.match(/^## You/gm)?.length, draft.text.match(/^# Other/gm)?.length]),
  ).toEqual([
    [5_000, undefined],
    [5_000, 4_998],
  ])
})

test('an export that breaks off gives what came before', async () => {
  const whole = `[${good('one')},${good('two')}]`

  const { outcome, names } = await partsOf('conversations.json', whole.slice(0, -20))

  expect([outcome.ok, names]).toEqual([true, ['chatgpt:one']])
})

test('an archive that lies about itself, or unpacks to far more, is refused', async () => {
  const json = `[${good('one')}]`
  const bomb = `[${good('one')},${' '.repeat(5_000_000)}]`
  const archive = (content: string, declaredSize?: number) =>
    makeZip([{ name: 'conversations.json', content, declaredSize }])
  const cut = archive(json).subarray(0, -30)

  const read = await Promise.all([
    partsOf('a.zip', archive(json, 10)),
    partsOf('a.zip', archive(bomb)),
    partsOf('a.zip', archive(`[${good('one')}]`), { holderBytes: 100 }),
    partsOf('a.zip', cut),
    partsOf('a.zip', makeZip([{ name: '../../conversations.json', content: json }])),
  ])

  expect(read.map(({ outcome }) => (outcome.ok ? outcome.value : outcome.failure.code))).toEqual([
    'FILE_DAMAGED',
    'FILE_TOO_LARGE',
    'FILE_TOO_LARGE',
    null,
    'FILE_DAMAGED',
  ])
})
