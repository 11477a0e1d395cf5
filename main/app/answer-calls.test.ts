import { ORPCError, os } from '@orpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createCallAnswerer } from './answer-calls.ts'
import { callLimit, contentLimit } from './call-budget.ts'

test('calls are answered over a line, and what a procedure did not expect is reported once', async () => {
  const { line, answers, reported, settle } = setup()

  line.take('{"i":"1","p":{"u":"/say","b":{"json":{"text":"lease"}}}}')
  line.take('{"i":"2","p":{"u":"/fail","b":{"json":null}}}')
  line.take('{"i":"3","p":{"u":"/refuse","b":{"json":null}}}')
  await settle()

  expect(answers().toSorted()).toEqual(['1 200 lease', '2 500 INTERNAL_SERVER_ERROR', '3 404 NOT_FOUND'])
  expect(reported.map(String)).toEqual(['Error: nobody expected this'])
})

test('what is too large is answered unread, but for what brings a text or a file', async () => {
  const { line, answers, reached, settle } = setup()
  const filled = (address: string, size: number) =>
    `{"i":7,"p":{"u":"${address}","b":{"json":{"text":"${'x'.repeat(size)}"}}}}`

  line.take(filled('/say', callLimit))
  line.take(filled('/library/addText', callLimit + 10))
  line.take(filled('/library/addText', contentLimit))
  line.take(`{"i":7,"p":{"h":{},"u":"/library/addText"}, "x":"${'x'.repeat(callLimit)}"}`)
  await settle()

  expect(answers().toSorted()).toEqual(['7 200 added', '7 413 PAYLOAD_TOO_LARGE', '7 413 PAYLOAD_TOO_LARGE'])
  expect(reached).toEqual(['addText'])
})

test('bytes, objects and garbage get no answer and cost nothing, and the line goes on', async () => {
  const { line, answers, reported, settle, isClosed } = setup()

  for (const message of [new Uint8Array([1]), { i: 1 }, null, 'garbage', '{"i":1}', '[]', '{"i":1,"p":{"u":7}}'])
    line.take(message)
  line.take('{"i":"after","p":{"u":"/say","b":{"json":{"text":"lease"}}}}')
  await settle()

  expect([answers(), reported, isClosed()]).toEqual([['after 200 lease'], [], false])
})

test('more than may wait is refused with its id, and a line that goes on is closed and unheard', async () => {
  const { line, answers, settle, isClosed } = setup()

  for (let call = 0; call < 30_000; call += 1) line.take(`{"i":${call},"p":{"u":"/say","b":{"json":{"text":"a"}}}}`)
  await settle()
  const told = answers()
  line.take('{"i":"late","p":{"u":"/say","b":{"json":{"text":"a"}}}}')
  await settle()

  expect({
    closed: isClosed(),
    refused: told.filter((one) => one.includes('429')).length,
    late: answers().length - told.length,
  }).toEqual({
    closed: true,
    refused: 10_000,
    late: 0,
  })
  expect(told).toContain('20000 429 TOO_MANY_REQUESTS'.replace('20000', '2000'))
})

test('garbage without end closes the line as well', async () => {
  const { line, settle, isClosed } = setup()

  for (let call = 0; call < 10_001; call += 1) line.take(new Uint8Array(1))
  await settle()

  expect(isClosed()).toBe(true)
})

test('a line that has ended begins nothing more, and stops what is being answered', async () => {
  const { line, answers, reached, settle, aborted } = setup()
  line.take('{"i":"1","p":{"u":"/wait","b":{"json":null}}}')
  await settle()
  line.take('{"i":"2","p":{"u":"/say","b":{"json":{"text":"a"}}}}')

  line.end()
  line.end()
  line.take('{"i":"3","p":{"u":"/say","b":{"json":{"text":"a"}}}}')
  await settle()

  expect([answers(), reached, aborted()]).toEqual([[], ['wait'], true])
})

test('an answer that nobody can hear any more ends the line and is no accident', async () => {
  const { line, reported, settle, isClosed } = setup({ deaf: true })

  line.take('{"i":"1","p":{"u":"/say","b":{"json":{"text":"lease"}}}}')
  line.take(`{"i":2,"p":{"u":"/say","b":{"json":"${'x'.repeat(callLimit)}"}}}`)
  await settle()

  expect([reported, isClosed()]).toEqual([[], false])
})

test('however many calls come at once, everything else has its turn between them', async () => {
  const { line, answers, settle } = setup()
  let turns = 0
  const turn = () => {
    turns += 1
    if (answers().length < 640) setImmediate(turn)
  }
  setImmediate(turn)

  for (let call = 0; call < 640; call += 1) line.take(`{"i":${call},"p":{"u":"/say","b":{"json":{"text":"a"}}}}`)
  await settle()

  expect([answers().length, turns >= 9]).toEqual([640, true])
})

function setup({ deaf = false } = {}) {
  const sent: string[] = []
  const reported: unknown[] = []
  const reached: string[] = []
  let closed = false
  let stopped = false
  const router = {
    say: os.input(z.object({ text: z.string() })).handler(({ input }) => {
      reached.push('say')
      return input.text
    }),
    fail: os.handler(() => {
      throw new Error('nobody expected this')
    }),
    refuse: os.handler(() => {
      throw new ORPCError('NOT_FOUND')
    }),
    wait: os.handler(async ({ signal }) => {
      reached.push('wait')
      await new Promise((resolve) => signal?.addEventListener('abort', resolve))
      stopped = true
    }),
    library: {
      addText: os.handler(() => {
        reached.push('addText')
        return 'added'
      }),
    },
  }
  const send = (message: unknown) => {
    if (deaf) throw new Error('closed')
    sent.push(String(message))
  }
  const line = createCallAnswerer(router, (error) => reported.push(error)).open({
    send,
    close: () => void (closed = true),
  })
  const answers = () =>
    sent.map((text) => {
      const { i, p } = JSON.parse(text)
      return `${i} ${p.s ?? 200} ${p.b.json.code ?? p.b.json}`
    })
  return { line, answers, reported, reached, settle, isClosed: () => closed, aborted: () => stopped }
}

/** Until nothing moves any more. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
