import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTurns, type Priority } from './turns.ts'

test('no more than the limit at once, and nobody is forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          owner: fc.constantFrom('a', 'b', 'c'),
          priority: fc.constantFrom<Priority>('quick', 'chat', 'background'),
        }),
        { maxLength: 50 },
      ),
      fc.integer({ min: 1, max: 4 }),
      async (wanted, limit) => {
        const turns = createTurns(limit)
        let most = 0
        const all = wanted.map(async (one) => {
          const end = await turns.take(one)
          most = Math.max(most, turns.running())
          await Promise.resolve()
          end()
        })
        await Promise.all(all)
        expect(most).toBeLessThanOrEqual(limit)
        expect([turns.running(), turns.waiting()]).toEqual([0, 0])
      },
    ),
  )
})

test('50 requests: one who asks much waits for none of the others more than once a round', async () => {
  const order = await served([
    ...Array.from({ length: 40 }, () => ({ owner: 'much', priority: 'chat' as const })),
    ...Array.from({ length: 5 }, () => ({ owner: 'little', priority: 'chat' as const })),
    ...Array.from({ length: 5 }, () => ({ owner: 'other', priority: 'chat' as const })),
  ])

  expect(order).toHaveLength(50)
  expect(order.slice(0, 15).filter((owner) => owner === 'little')).toHaveLength(5)
  expect(order.slice(0, 15).filter((owner) => owner === 'other')).toHaveLength(5)
  for (let at = 1; at < 13; at += 1) expect(order[at]).not.toBe(order[at + 1])
})

test('the small window goes before conversations, and these before what nobody waits for', async () => {
  const order = await served([
    { owner: 'first', priority: 'background' },
    { owner: 'summary', priority: 'background' },
    { owner: 'talk', priority: 'chat' },
    { owner: 'window', priority: 'quick' },
  ])

  expect(order).toEqual(['first', 'window', 'talk', 'summary'])
})

test('whoever gives up while waiting leaves at once, and the others move up', async () => {
  const turns = createTurns(1)
  const end = await turns.take({ owner: 'a', priority: 'chat' })
  const leaving = new AbortController()
  const places: number[] = []
  const gone = turns.take({ owner: 'b', priority: 'chat', signal: leaving.signal })
  const last = turns.take({ owner: 'c', priority: 'chat', onWaiting: (before) => places.push(before) })

  leaving.abort()
  await expect(gone).rejects.toThrow('aborted')
  expect([turns.waiting(), places]).toEqual([1, [2, 1]])
  end()
  end()
  await last
  expect(turns.running()).toBe(1)
})

async function served(wanted: readonly { readonly owner: string; readonly priority: Priority }[]) {
  const turns = createTurns(1)
  const order: string[] = []
  await Promise.all(
    wanted.map(async (one) => {
      const end = await turns.take(one)
      order.push(one.owner)
      // A turn takes a while: the others have all come by then.
      await new Promise((resolve) => setImmediate(resolve))
      end()
    }),
  )
  return order
}
