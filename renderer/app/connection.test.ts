import { expect, test, vi } from 'vitest'
import { createConnection } from './connection.ts'

test('a call made while the link is lost is served by the next link', async () => {
  vi.useFakeTimers()
  const attempts: { open: () => void; close: () => void }[] = []
  const states: string[] = []
  const connection = createConnection(() => {
    const attempt = { open: () => {}, close: () => {} }
    attempts.push(attempt)
    return {
      link: `link ${attempts.length}`,
      onOpen: (listener) => {
        attempt.open = listener
      },
      onClose: (listener) => {
        attempt.close = listener
      },
    }
  })
  connection.subscribe(() => states.push(connection.state()))

  attempts[0]?.open()
  const first = await connection.link()
  attempts[0]?.close()
  const later = connection.link()
  await vi.advanceTimersByTimeAsync(250)
  attempts[1]?.open()

  expect({ first, later: await later, states }).toEqual({
    first: 'link 1',
    later: 'link 2',
    states: ['open', 'lost', 'open'],
  })
  vi.useRealTimers()
})
