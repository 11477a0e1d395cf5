import { expect, test } from 'vitest'
import { outcomeOf, read } from '../fake.reading.ts'

const escape = '\u001b'

test('a notebook gives its explanations under their headings, its code and what it printed, and knows its cells', async () => {
  const cells = [
    {
      cell_type: 'markdown',
      source: ['# Sales\n', '\n', 'We load *all* of it. ![x](data:image/png;base64,', 'A'.repeat(500), ')'],
    },
    { cell_type: 'markdown', source: '## Loading' },
    {
      cell_type: 'code',
      source: ['import pandas\n', '\n', 'pandas.read_csv("a.csv")'],
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['10%\r100%\n', 'done\n'] },
        { output_type: 'execute_result', data: { 'text/html': '<b>4</b>', 'text/plain': ['   a\n', '0  4'] } },
        { output_type: 'display_data', data: { 'image/png': 'iVBORw0KGgo=' } },
        { output_type: 'error', ename: 'E', evalue: 'v', traceback: [`${escape}[0;31mValueError${escape}[0m: no`] },
      ],
    },
    { cell_type: 'code', source: '', outputs: [] },
    { cell_type: 'raw', source: 'as it is' },
  ]
  const notebook = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells })

  expect(await read('sales.ipynb', notebook)).toMatchObject({
    type: 'notebook',
    title: 'Sales',
    codeLanguage: null,
    text: '# Sales\n\nWe load *all* of it. ![x](data:image/png;base64,…)\n\n## Loading\n\nimport pandas\n\npandas.read_csv("a.csv")\n\n100%\ndone\n\n   a\n0  4\n\nValueError: no\n\nas it is',
    passages: [{ place: { kind: 'notebook', first: 1, last: 5 } }],
  })
})

test('passages of a long notebook have the headings of earlier cells above them and name their own cells', async () => {
  const code = Array.from({ length: 40 }, (_, i) => `value_${i} = compute(${i})`).join('\n')
  const cells = [
    { cell_type: 'markdown', source: '# A' },
    { cell_type: 'code', source: code, outputs: [] },
    { cell_type: 'markdown', source: '# B' },
    { cell_type: 'code', source: code, outputs: [{ output_type: 'stream', text: 'x'.repeat(20_000) }] },
  ]

  const { text, passages } = await read('long.ipynb', JSON.stringify({ nbformat: 4, cells }))

  expect(text.length).toBeLessThan(7_000)
  expect([...new Set(passages.map(({ heading, place }) => JSON.stringify([heading, place])))]).toEqual([
    '["A",{"kind":"notebook","first":2,"last":2}]',
    '["B",{"kind":"notebook","first":4,"last":4}]',
  ])
})

test('notebooks of the older kind are read, whatever they are called', async () => {
  const cells = [
    { cell_type: 'heading', level: 2, source: ['Old'] },
    { cell_type: 'code', input: ['print 1'], outputs: [{ output_type: 'pyout', text: ['1'] }] },
  ]

  expect(await read('old.json', JSON.stringify({ nbformat: 3, worksheets: [{ cells }] }))).toMatchObject({
    type: 'notebook',
    title: 'Old',
    text: 'Old\n\nprint 1\n\n1',
  })
})

test('what only calls itself a notebook is read as JSON, and a broken one is damaged', async () => {
  const { type, text } = await read('a.ipynb', '{"cells": "none", "nbformat": "x"}')

  expect([type, text, await outcomeOf('b.ipynb', '{"nbformat": 4, "cells": [')]).toEqual([
    'json',
    'cells: none\n\nnbformat: x',
    'FILE_DAMAGED',
  ])
})
