import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNumberExchange, renumbered, withoutNumbers } from './numbers.ts'

const shifted = (n: number) => (n > 8 && n <= 16 ? n - 8 : undefined)

test('numbers become those of the page, and those that name nothing go', () => {
  expect(
    renumbered('One [9], two [10, 16] and three [11][12]; four【13†source】 but not [3] nor [9, 4].', shifted),
  ).toBe('One [1], two [2, 8] and three [3][4]; four【5†source】 but not nor [1].')
})

test('code, links and brackets with words are left alone', () => {
  const text = 'Take `list[9]` or ``a[9]``, [9](https://a.b), [see 9] and [^9].\n```\nrow[9] = [10]\n```\nThen [9].'
  expect(renumbered(text, shifted)).toBe(text.replace(/\[9\]\.$/, '[1].'))
})

test('a backtick that nothing closes on its line is no code', () => {
  expect(renumbered('A ` stands alone [9]\nand `so` on [10].', shifted)).toBe('A ` stands alone [1]\nand `so` on [2].')
})

test('a text without its numbers keeps its code', () => {
  expect(withoutNumbers('Yes [1, 2]. `a[0]` is first [3].')).toBe('Yes. `a[0]` is first.')
})

test('wherever a text is cut, the same comes out', () => {
  const pieces = fc.constantFrom(
    ...[
      '[9]',
      ' [10',
      ', 1',
      '1]',
      '[',
      ']',
      '`',
      '``',
      '```',
      '~~~',
      '~',
      '\n',
      ' ',
      'word',
      '【9',
      '】',
      '†',
      '(',
      '9',
      ';',
    ],
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), fc.array(fc.nat({ max: 6 }), { maxLength: 40 }), (parts, cuts) => {
      const text = parts.join('')
      const exchange = createNumberExchange(shifted)
      let at = 0
      let written = ''
      for (const cut of cuts) {
        written += exchange.add(text.slice(at, at + cut))
        at += cut
      }
      written += exchange.add(text.slice(at)) + exchange.flush()
      expect(written).toBe(renumbered(text, shifted))
      expect(renumbered(text, (n) => n)).toBe(text)
    }),
    { numRuns: 2_000 },
  )
})

test('words are passed on at once, and a citation as soon as it is closed', () => {
  const exchange = createNumberExchange(shifted)
  expect(['It ', 'ends', ' [', '9', ']', ', so', ' `a', 'b`', '.'].map(exchange.add)).toEqual([
    'It',
    ' ends',
    '',
    '',
    '',
    ' [1], so',
    ' `a',
    'b`',
    '.',
  ])
})
