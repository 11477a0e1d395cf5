import { expect, test } from 'vitest'
import { nameOfFile } from './file-name.ts'

test('a file is called by its name, a copy of Alcove by its title', () => {
  expect([
    nameOfFile({ path: '/papers/Lease.pdf', title: 'Lease of 14 Tanner Street' }),
    nameOfFile({ path: 'C:\\data\\imports\\01a1fc99-3d40-703d-8313-39fafff1dce9.txt', title: 'Kiln' }),
  ]).toEqual(['Lease.pdf', 'Kiln'])
})

test('what is inside of a mailbox or an export goes by its title', () => {
  const paths = ['/mail/Work.mbox', '/mail/Work.mbox/mbox', '/mail/note.eml', '/x/chatgpt.zip', '/x/conversations.json']
  expect(paths.map((path) => nameOfFile({ path, title: 'Title' }))).toEqual(paths.map(() => 'Title'))
})
