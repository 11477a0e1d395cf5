import { expect, test } from 'vitest'
import { bringsAnswer, expectedAnswer } from './expected-answer.ts'

test.each([
  ['How many rooms are there?', 'number'],
  ['When does the lease end?', 'date'],
  ['In what year was it let?', 'date'],
  ['¿Cuándo termina el contrato?', 'date'],
  ['Which Italian city has the archive?', 'name'],
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
    bringsAnswer('It was let for 9 rooms.', question, 'number'),
  ]).toEqual([false, true, true, false, true, true, true])
})

test('a date is a year, a day, a month or a day of the week, not any number', () => {
  const brings = (sentence: string) => bringsAnswer(sentence, 'When did the lease of 1998 end?', 'date')

  expect([
    brings('It ended after 300 letters.'),
    brings('The lease of 1998 was long.'),
    brings('It ended in 2004.'),
    brings('It ended last October.'),
    brings('It ended on the 3rd.'),
    brings('El contrato terminó en febrero.'),
    brings('合同于2004年终止。'),
  ]).toEqual([false, false, true, true, true, true, true])
})
