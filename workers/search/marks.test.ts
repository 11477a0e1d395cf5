import { expect, test } from 'vitest'
import { marksIn } from './marks.ts'
import { parseQuery } from './query.ts'

test.each([
  [
    'El contrato de alquiler termina en marzo y no se renovará sin un aviso por escrito.',
    'terminará alquileres',
    ['alquiler', 'termina'],
  ],
  [
    'What he said in the old pumping station by the river was the contrary, and nobody there thought that it should be shut.',
    'contracts',
    [],
  ],
  ['The lease ends in March, and the leases of others end later.', 'leasing', ['lease', 'leases']],
])('of %s the words of %s are marked', (text, query, words) => {
  const marked = marksIn(text, parseQuery(query)).map(({ start, end }) => text.slice(start, end))

  expect(marked).toEqual(words)
})
