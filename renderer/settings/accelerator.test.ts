import { expect, test } from 'vitest'
import { acceleratorOf, keysOf } from './accelerator.ts'

const free = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test('keys that are pressed become a global shortcut', () => {
  expect([
    acceleratorOf({ ...free, key: ' ', code: 'Space', ctrlKey: true, shiftKey: true }),
    acceleratorOf({ ...free, key: 'å', code: 'KeyA', altKey: true }),
    acceleratorOf({ ...free, key: 'F5', code: 'F5', metaKey: true }),
  ]).toEqual(['CommandOrControl+Shift+Space', 'Alt+A', 'CommandOrControl+F5'])
})

test('a key without Ctrl or Alt, or Ctrl alone, is no shortcut yet', () => {
  expect([
    acceleratorOf({ ...free, key: 'a', code: 'KeyA' }),
    acceleratorOf({ ...free, key: 'Control', code: 'ControlLeft', ctrlKey: true }),
  ]).toEqual([null, null])
})

test('a global shortcut is shown with the keys of the page', () => {
  expect(keysOf('CommandOrControl+Shift+Space')).toBe('mod+shift+space')
})
