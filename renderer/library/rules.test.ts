import { expect, test } from 'vitest'
import { pathBelow, saysRule } from './left-out.ts'
import { isSameRules, saysPreview } from './rules.ts'

test('a preview says what is left out, what leaves and what comes', () => {
  expect([
    saysPreview({ total: 418, leaving: 12, entering: 0, reading: 1_204, complete: true }),
    saysPreview({ total: 1, leaving: 0, entering: 3, reading: 3, complete: true }),
    saysPreview({ total: 0, leaving: 0, entering: 0, reading: 1, complete: true }),
    saysPreview({ total: 9_000, leaving: 1, entering: 0, reading: 20_000, complete: false }),
  ]).toEqual([
    'Leaves out 418; 12 files leave the library; 1,204 files are read.',
    'Leaves out 1; 3 files are read, 3 of them new.',
    'Leaves nothing out; 1 file is read.',
    'Leaves out at least 9,000; 1 file leaves the library; at least 20,000 files are read.',
  ])
})

test('blank lines and blanks at the ends of lines change no rule', () => {
  expect([isSameRules('a\n\nb \n', 'a\nb'), isSameRules('a\nb', 'b\na'), isSameRules(' a', 'a')]).toEqual([
    true,
    false,
    false,
  ])
})

test('a rule says whose it is', () => {
  const out = { path: '/p/a', folder: false, rule: '*.bak', file: '/p/.alcoveignore' }

  expect([saysRule({ ...out, origin: 'file' }), saysRule({ ...out, origin: 'source', file: null })]).toEqual([
    { rule: '*.bak', whose: '/p/.alcoveignore', isPattern: true },
    { rule: '*.bak', whose: 'your rule for this source', isPattern: true },
  ])
})

test('a path is told from its source on', () => {
  expect([
    pathBelow('/p/x/node_modules', '/p', true),
    pathBelow('/other/a.md', '/p', false),
    pathBelow('C:\\p\\a.md', 'C:\\p', false),
  ]).toEqual(['x/node_modules/', '/other/a.md', 'a.md'])
})
