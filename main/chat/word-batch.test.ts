import { expect, test, vi } from 'vitest'
import { createBroadcast } from './broadcast.ts'
import { createWordBatch } from './word-batch.ts'

test('words leave whole and together, and the rest at the end', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const sent: string[] = []
  const batch = createWordBatch({ every: 30, emit: (text) => sent.push(text) })

  for (const token of ['The ', 'lea', 'se ', 'en', 'ds']) batch.add(token)
  vi.advanceTimersByTime(30)
  batch.add(' on Fri')
  vi.advanceTimersByTime(30)
  batch.add('day')
  batch.flush()
  vi.useRealTimers()

  expect(sent).toEqual(['The ', 'lease ', 'ends on ', 'Friday'])
})

test('scripts without spaces are not held back', () => {
  const sent: string[] = []
  const batch = createWordBatch({ every: 0, emit: (text) => sent.push(text) })

  batch.add('租约于')
  batch.add('2027年')

  expect(sent).toEqual(['租约于', '2027年'])
})

test('a listener hears a broadcast from its beginning, and one that leaves ends without waiting', async () => {
  const broadcast = createBroadcast<number>()
  const leaving = new AbortController()
  broadcast.send(1)
  const early = broadcast.follow()[Symbol.asyncIterator]()
  const left = broadcast.follow(leaving.signal)
  await left.next()
  const waiting = left.next()
  leaving.abort()
  broadcast.send(2)
  broadcast.end()
  const late: number[] = []
  for await (const event of broadcast.follow()) late.push(event)

  expect({ first: (await early.next()).value, left: await waiting, late }).toEqual({
    first: 1,
    left: { value: undefined, done: true },
    late: [1, 2],
  })
})
