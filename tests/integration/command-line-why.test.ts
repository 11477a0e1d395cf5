import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { alcove, folderWith } from './alcove-process.ts'

// Each command is a process that loads its models: on a machine busy with other tests that takes its time.
vi.setConfig({ testTimeout: 240_000 })

test('documents are tagged by their path, and why one is not found is told with its rank and the words it lacks', async () => {
  const data = folderWith()
  const folder = folderWith({
    'lease.md': '# Lease\n\nThe rent is due on the first day of each month.\n',
    'garden.txt': 'The apple trees are pruned in February, before the buds swell.\n',
    'picture.xyz': 'x',
  })
  await alcove(data, ['add', folder, '--wait', '--json'])

  const tagged = await alcove(data, ['tag', 'lease.md', 'nowhere.md', '--add', 'Home', '--add', 'money', '--json'], {
    from: folder,
  })
  const untagged = await alcove(data, ['tag', join(folder, 'lease.md'), '--remove', 'HOME', '--json'])
  const found = await alcove(data, ['why', 'lease.md', '--query', 'when is the rent of the boathouse due', '--json'], {
    from: folder,
  })
  const left = await alcove(data, ['why', join(folder, 'picture.xyz'), '--json'])

  const path = join(folder, 'lease.md')
  expect([tagged.code, untagged.code, found.code, left.code]).toEqual([1, 0, 0, 0])
  expect([tagged.json, untagged.json]).toEqual([
    {
      documents: [{ path, documentId: expect.any(String), tags: ['Home', 'money'], category: null }],
      unknown: [join(folder, 'nowhere.md')],
    },
    { documents: [{ path, documentId: expect.any(String), tags: ['money'], category: null }], unknown: [] },
  ])
  expect([found.json, left.json]).toMatchObject([
    {
      path,
      found: true,
      steps: [
        ...['exists', 'in-source', 'not-left-out', 'not-removed', 'read', 'has-text', 'words', 'meaning'].map(
          (check) => ({
            check,
            ok: true,
          }),
        ),
        {
          check: 'query',
          ok: true,
          detail: 'For these words it is number 1 of the documents found. It does not hold “when”, “boathouse”.',
        },
      ],
    },
    { found: false, steps: [{}, {}, { check: 'not-left-out', ok: false, remedy: null }] },
  ])
})
