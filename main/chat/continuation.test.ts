import { expect, test } from 'vitest'
import { createContinuation } from './continuation.ts'

const source = 'The lease ends on 31 March 2027. The landlord must be told in writing. Invoices are kept in the office.'
const cases = [
  { kept: 'The lease ends', pieces: [' on', ' 31 March.'], reads: 'The lease ends on 31 March.' },
  { kept: 'The lease ends', pieces: ['on', ' 31 March.'], reads: 'The lease ends on 31 March.' },
  {
    kept: 'The lease ends on 31',
    pieces: ['The', ' lease ends', ' on 31', ' March.'],
    reads: 'The lease ends on 31 March.',
  },
  { kept: 'Tell the land', pieces: ['lord', ' in writing.'], reads: 'Tell the landlord in writing.' },
  { kept: 'Tell the land', pieces: ['landlord in writing.'], reads: 'Tell the landlord in writing.' },
  { kept: 'They are kept in', pieces: ['invoices', ' folders.'], reads: 'They are kept in invoices folders.' },
  { kept: 'It ends [1]', pieces: ['. Notice', ' is due.'], reads: 'It ends [1]. Notice is due.' },
  { kept: 'It ends. ', pieces: ['Notice'], reads: 'It ends. Notice' },
  { kept: '契約は', pieces: ['三月に', '終わる。'], reads: '契約は三月に終わる。' },
  { kept: 'The lease', pieces: ['The lease'], reads: 'The lease' },
  { kept: '', pieces: ['The', ' lease'], reads: 'The lease' },
]

for (const { kept, pieces, reads } of cases) {
  test(`“${kept}” and “${pieces.join('|')}” read “${reads}”`, () => {
    const joining = createContinuation(kept, source)

    expect(kept + pieces.map(joining.add).join('') + joining.flush()).toBe(reads)
  })
}
