import { expect, test } from 'vitest'
import type { Source } from '#contract/library-item'
import type { TreeNode } from '#contract/tree.contract'
import { type Inside, keyOf, moved, rowsOf, stateOf, typedAhead } from './tree.ts'

const source: Source = {
  id: 's',
  kind: 'folder',
  title: 'Projects',
  path: '/p',
  watched: true,
  paused: false,
  followed: 'events',
  rules: '',
  problem: null,
  documents: 3,
  createdAt: 0,
}
const letters: Source = { ...source, id: 't', title: 'Letters', path: '/l' }
const millLane = node('folder', 'Mill Lane', { holds: 2, states: { ready: 1, failed: 1 } })
const mail = node('file', 'Mail.mbox', { holds: 2, documentId: 'm', states: { ready: 1 } })
const fee = node('file', 'Fee.docx', { documentId: 'f', states: { ready: 1 } })
const message = node('part', 'Re: stairs', { path: '/p/Mail.mbox', documentId: 'm1', states: { words: 1 } })
const inside = new Map<string, Inside>([
  ['s', loaded([millLane, mail, fee])],
  [keyOf('s', mail), loaded([message])],
])

test('opened rows show what is in them, level by level, down to the documents inside a file', () => {
  expect(drawn(rowsOf([source, letters], new Set(['s', keyOf('s', mail)]), inside))).toEqual([
    '1 1/2 Projects',
    '2 1/3 Mill Lane',
    '2 2/3 Mail.mbox',
    '3 1/1 Re: stairs',
    '2 3/3 Fee.docx',
    '1 2/2 Letters',
  ])
})

test('what is on its way, could not be loaded, is empty, or is more than is shown, has a row that says so', () => {
  const open = new Set(['s', 't'])
  const kinds = (of: Inside | undefined) =>
    rowsOf([source], open, new Map(of ? [['s', of]] : [])).map(({ kind }) => kind)

  expect([
    kinds(undefined),
    kinds({ ...loaded([]), failed: true }),
    kinds(loaded([])),
    kinds({ ...loaded([fee]), total: 5_000 }),
  ]).toEqual([
    ['source', 'coming'],
    ['source', 'failed'],
    ['source', 'empty'],
    ['source', 'node', 'more'],
  ])
})

test('arrows open, go in, go out and close', () => {
  const closed = rowsOf([source, letters], new Set(), inside)
  const open = rowsOf([source, letters], new Set(['s']), inside)

  expect([
    moved(closed, 0, 'ArrowRight'),
    moved(open, 0, 'ArrowRight'),
    moved(open, 2, 'ArrowLeft'),
    moved(open, 0, 'ArrowLeft'),
    moved(open, 3, 'ArrowRight'),
    moved(closed, 0, 'ArrowLeft'),
    moved(open, 4, 'ArrowDown'),
    moved(open, 0, 'End'),
  ]).toEqual([{ open: 's' }, { to: 1 }, { to: 0 }, { close: 's' }, null, null, { to: 4 }, { to: 4 }])
})

test('typing goes to the next row of that name, round the end', () => {
  const open = rowsOf([source, letters], new Set(['s']), inside)

  expect([
    typedAhead(open, 0, 'm'),
    typedAhead(open, 1, 'm'),
    typedAhead(open, 1, 'mi'),
    typedAhead(open, 3, 'p'),
    typedAhead(open, 0, 'zz'),
  ]).toEqual([1, 2, 1, 0, -1])
})

test('a file has the one state that is counted', () => {
  expect([stateOf(fee), stateOf(message), stateOf(node('file', 'Song.mp3'))]).toEqual(['ready', 'words', null])
})

function node(kind: TreeNode['kind'], name: string, change: Partial<TreeNode> = {}): TreeNode {
  return { kind, name, path: `/p/${name}`, documentId: null, jobId: null, holds: null, states: {}, ...change }
}

function loaded(nodes: readonly TreeNode[]): Inside {
  return { nodes, total: nodes.length, failed: false, loaded: true }
}

function drawn(rows: ReturnType<typeof rowsOf>) {
  return rows.map((row) => {
    const name = row.kind === 'source' ? row.source.title : row.kind === 'node' ? row.node.name : row.kind
    return `${row.level} ${row.position}/${row.siblings} ${name}`
  })
}
