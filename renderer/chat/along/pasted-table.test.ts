import { expect, test } from 'vitest'
import { pastedTable } from './pasted-table.ts'

test('cells between tabs become a table, with what would end a cell kept as a sign', () => {
  expect(pastedTable({ html: '', text: 'Quay\tDepth\r\nA|1\t4\r\n' })).toBe(
    '| Quay | Depth |\n| --- | --- |\n| A\\|1 | 4 |',
  )
})

test('one line, one column or lines of different length are text', () => {
  expect(pastedTable({ html: '', text: 'Quay\tDepth' })).toBeNull()
  expect(pastedTable({ html: '', text: 'Quay\nDepth' })).toBeNull()
  expect(pastedTable({ html: '', text: 'if (a)\n\treturn b\n' })).toBeNull()
})
