import { expect, test } from 'vitest'
import { bringsAnswer, expectedAnswer } from './expected-answer.ts'

test.each([
  ['How many rooms are there?', 'number'],
  ['When does the lease end?', 'number'],
  ['¿Cuándo termina el contrato?', 'number'],
  ['有多少个房间？', 'number'],
  ['Who signed it?', 'name'],
  ['Wer hat unterschrieben?', 'name'],
  ['What is a lease?', null],
  ['The whole whenever', null],
])('%s asks for a %s', (question, expected) => {
  expect(expectedAnswer(question)).toBe(expected)
})

test('a number or a name that the question holds itself is no answer', () => {
  const question = 'How many of the 12 rooms did Ruth Hale let?'

  expect([
    bringsAnswer('Of the 12 rooms some were let.', question, 'number'),
    bringsAnswer('Of the 12 rooms 9 were let.', question, 'number'),
    bringsAnswer('Of the rooms seven were let.', question, 'number'),
    bringsAnswer('They were let by Ruth Hale.', question, 'name'),
    bringsAnswer('They were let by Mr Archer.', question, 'name'),
    bringsAnswer('Anything', question, null),
  ]).toEqual([false, true, true, false, true, true])
})
