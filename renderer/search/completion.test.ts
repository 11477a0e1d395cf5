import { expect, test } from 'vitest'
import { completionsAt } from './completion.ts'

const names = {
  places: ['Papers', 'Pasted texts'],
  authors: ['Ruth Marlow', 'Tomas Berg'],
  tags: ['lease', 'to do'],
  categories: ['Law/Leases'],
}
const at = (query: string, caret = query.length) =>
  completionsAt(query, caret, names).map(({ label, query: next, caret: at }) => [
    label,
    `${next.slice(0, at)}|${next.slice(at)}`,
  ])

test.each([
  ['rent type:pd', [['pdf', 'rent type:pdf |']]],
  ['rent type:word', [['docx', 'rent type:docx |']]],
  ['in:pap', [['Papers', 'in:Papers |']]],
  ['-in:texts', [['Pasted texts', '-in:"Pasted texts" |']]],
  ['from:"ruth m', [['Ruth Marlow', 'from:"Ruth Marlow" |']]],
  ['tag:lease,to', [['to do', 'tag:lease,"to do" |']]],
  ['is:unt', [['untagged', 'is:untagged |']]],
  ['after:yest', [['yesterday', 'after:yesterday |']]],
])('%s is completed', (query, expected) => {
  expect(at(query)).toEqual(expected)
})

test('a value in the middle is completed where it stands', () => {
  expect(at('tag:le rent', 6)).toEqual([['lease', 'tag:lease |rent']])
})

test.each(['rent', 'rent type', 'https://x', 'foo:bar', 'type:pdf', 'tag:lease rent', '"type:pd'])(
  '%s leaves nothing to complete',
  (query) => {
    expect(at(query)).toEqual([])
  },
)

test('a field without a value offers what there is', () => {
  expect(at('tag:').map(([label]) => label)).toEqual(['lease', 'to do'])
})
