import { expect, onTestFinished, test } from 'vitest'
import { Limits } from './limits.ts'
import { createParserThread } from './parser-thread.ts'

test('a process that stays over its memory limit is given up after its file was refused', async () => {
  const { promise: reason, resolve: giveUp } = Promise.withResolvers<string>()
  const parser = createParserThread({ limits: Limits.parse({ processMegabytes: 1 }), giveUp })
  onTestFinished(() => parser.close())

  const draft = await parser.read('a.md', new Uint8Array(Buffer.from('*a '.repeat(100_000))))

  expect([draft, await reason]).toMatchObject([
    { ok: false, failure: { code: 'FILE_ENDS_READER' } },
    'The process stays over its memory limit',
  ])
})
