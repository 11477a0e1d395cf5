import { expect, test } from 'vitest'
import { createChords } from './shortcut.ts'

const keys = ['s', 'g s', 'mod+k', '?', 'g ,']

test('a chord wins over the single key that ends it, and only while it is fresh', () => {
  const chords = createChords(1_000)
  const typed = [
    chords.complete(press('g'), keys, 0),
    chords.complete(press('s'), keys, 500),
    chords.complete(press('s'), keys, 600),
    chords.complete(press('g'), keys, 5_000),
    chords.complete(press('s'), keys, 9_000),
  ]

  expect(typed).toEqual([[], ['g s'], ['s'], [], ['s']])
})

test('signs need no exact modifiers, letters do', () => {
  const chords = createChords(1_000)
  const typed = [
    chords.complete(press('?', { shiftKey: true }), keys, 0),
    chords.complete(press('K', { ctrlKey: true, shiftKey: true }), keys, 1),
    chords.complete(press('k', { metaKey: true }), keys, 2),
  ]

  expect(typed).toEqual([['?'], [], ['mod+k']])
})

function press(key: string, held: Partial<KeyboardEvent> = {}) {
  // Only what a stroke looks at; the tests run without a DOM.
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held } as KeyboardEvent
}
