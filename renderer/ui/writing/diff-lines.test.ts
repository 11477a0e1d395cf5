import { expect, test } from 'vitest'
import { diffLines, sizeOfDiff } from './diff-lines.ts'

test('the lines of a diff are told apart, and its heads are neither added nor removed', () => {
  const lines = diffLines('--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-one\n+two\n+three\n four')

  expect({ kinds: lines.map(({ kind }) => kind), size: sizeOfDiff(lines) }).toEqual({
    kinds: ['place', 'place', 'place', 'removed', 'added', 'added', 'same'],
    size: '2 added, 1 removed',
  })
})
