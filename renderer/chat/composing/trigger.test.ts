import { expect, test } from 'vitest'
import { triggerAt, without } from './trigger.ts'

test('a stroke at the very beginning looks for a prompt, until a space ends its name', () => {
  expect(triggerAt('/su', 3)).toMatchObject({ kind: 'prompt', typed: 'su' })
  expect(triggerAt('/', 1)).toMatchObject({ kind: 'prompt', typed: '' })
  expect(triggerAt('/sum up', 7)).toBeNull()
  expect(triggerAt('either/or', 9)).toBeNull()
})

test('an at sign at the beginning of a word looks for something to ask about; in an address it does not', () => {
  expect(triggerAt('What says @lea', 14)).toMatchObject({ kind: 'mention', typed: 'lea', start: 10, end: 14 })
  expect(triggerAt('@Lease 14 Tan', 13)).toMatchObject({ kind: 'mention', typed: 'Lease 14 Tan' })
  expect(triggerAt('write to ruth@hale.example', 26)).toBeNull()
  expect(triggerAt('What says @lea of it', 12)).toMatchObject({ typed: 'l' })
})

test('what was chosen leaves the text, with the space it would leave behind', () => {
  const text = 'What says @lea about it?'

  expect(without(text, { kind: 'mention', typed: 'lea', start: 10, end: 14 })).toEqual({
    text: 'What says about it?',
    caret: 10,
  })
})
