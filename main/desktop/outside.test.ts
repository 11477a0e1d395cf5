import { expect, test } from 'vitest'
import { createOutside } from './outside.ts'

test('addresses go to the system as they were checked, and the page of another process by its whole form alone', () => {
  const left: string[] = []
  const outside = createOutside({ openExternal: async (address) => void left.push(address) })

  for (const address of ['https://example.com', 'javascript:alert(1)', 'http://127.0.0.1:1/?token=a'])
    outside.open(address)
  for (const address of [
    'http://127.0.0.1:4100/?token=abc_1-2',
    'xhttp://127.0.0.1:4100/?token=a',
    'http://127.0.0.1:4100/?token=a&b',
    'http://127.0.0.1:/?token=a',
    'http://127.0.0.1:123456/?token=a',
    'http://127a0.0.1:4100/?token=a',
    'http://127.0b0.1:4100/?token=a',
    'http://127.0.0c1:4100/?token=a',
    'http://127.0.0.1:4100/token=a',
    'http://127.0.0.1:4100/?token=',
    `http://127.0.0.1:4100/?token=${'a'.repeat(101)}`,
    'https://example.com/?token=a',
  ])
    outside.openOwnPage(address)

  expect(left).toEqual(['https://example.com/', 'http://127.0.0.1:4100/?token=abc_1-2'])
})
