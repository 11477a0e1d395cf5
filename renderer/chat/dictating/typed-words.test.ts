import { expect, test } from 'vitest'
import { spaced } from './typed-words.ts'

test('words that were said are set off from what stands around them, and from nothing else', () => {
  expect([
    spaced('the lease', '', ''),
    spaced('the lease', 'When does', 'end?'),
    spaced('the lease', 'When does ', ' end?'),
    spaced('the lease', 'about', '?'),
    spaced('the lease', 'line\n', '\nline'),
  ]).toEqual(['the lease', ' the lease ', 'the lease', ' the lease', 'the lease'])
})
