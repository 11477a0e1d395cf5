import { expect, test } from 'vitest'
import { doneInList, movedInList } from './table-keys.ts'

const at = { current: 5, total: 20, page: 10 }
const bare = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }

test('arrows and their like lead through the rows and stop at the ends; with Shift they draw', () => {
  const to = (key: string, shiftKey = false) => movedInList({ key, shiftKey }, at)

  expect([to('ArrowDown'), to('PageUp'), to('PageDown'), to('End', true), to('x')]).toEqual([
    { to: 6, draws: false },
    { to: 0, draws: false },
    { to: 15, draws: false },
    { to: 19, draws: true },
    null,
  ])
})

test('each key does one thing, and keys of the browser are left alone', () => {
  expect([
    doneInList({ ...bare, key: ' ' }),
    doneInList({ ...bare, key: 'a' }),
    doneInList({ ...bare, key: 'a', ctrlKey: true }),
    doneInList({ ...bare, key: 'r', ctrlKey: true }),
    doneInList({ ...bare, key: 'F10', shiftKey: true }),
    doneInList({ ...bare, key: 'Delete' }),
  ]).toEqual(['toggle', null, 'all', null, 'menu', 'remove'])
})
