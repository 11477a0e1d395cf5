import { expect, test } from 'vitest'
import { saysWhy, sourceOf } from './why.ts'

test('a path lies in the innermost source that holds it, not in one that only begins alike', () => {
  const sources = [{ path: '/p' }, { path: '/p/deep' }, { path: '/pa' }, { path: '/one.txt' }]
  const of = (path: string) => sourceOf(path, sources)?.path

  expect([of('/p/a.md'), of('/p/deep/a.md'), of('/p/deeper/a.md'), of('/pa/x'), of('/one.txt'), of('/q')]).toEqual([
    '/p',
    '/p/deep',
    '/p',
    '/pa',
    '/one.txt',
    undefined,
  ])
})

test('the outcome is a sentence', () => {
  const failed = { check: 'read' as const, ok: false, detail: 'It waits.', remedy: 'wait' as const }

  expect([
    saysWhy({ found: true, steps: [] }, ''),
    saysWhy({ found: true, steps: [] }, 'lease'),
    saysWhy({ found: false, steps: [failed] }, ''),
  ]).toEqual([
    'It is found. Nothing stands in its way.',
    'It is found by these words.',
    'It is not found, because of one step:',
  ])
})
