import { expect, test } from 'vitest'
import type { TreeNode } from '#contract/conversations.contract'
import { mapOf } from './map.ts'

test('what follows one another stands in one column, versions one step in, each with what is below it', () => {
  const nodes = ['q1', 'q1>a1', 'a1>q2', 'q2>a2', 'a1>q3', 'q3>a3', 'q3>a4'].map(node)

  expect(mapOf(nodes).map(({ id, depth }) => `${' '.repeat(depth)}${id}`)).toEqual([
    'q1',
    'a1',
    ' q2',
    ' a2',
    ' q3',
    '  a3',
    '  a4',
  ])
})

test('a thousand turns in a row are drawn without a thousand steps', () => {
  const nodes = Array.from({ length: 2_000 }, (_, index) => node(index === 0 ? 'q0' : `q${index - 1}>q${index}`, index))

  expect(new Set(mapOf(nodes).map(({ depth }) => depth))).toEqual(new Set([0]))
})

function node(written: string, createdAt: number): TreeNode {
  const [id = '', parentId = null] = written.split('>').toReversed()
  const role = id.startsWith('q') ? 'question' : 'answer'
  return { id, parentId, role, text: id, model: null, createdAt, shown: true }
}
