import { expect, test } from 'vitest'
import { FindInput } from '#contract/search.contract'
import { createLibrary } from './fake.library.ts'
import { createSearch } from './search.ts'

test.each([
  ['recieved invoces', 'received invoices'],
  ['who recieved it type:text', 'who received it type:text'],
  ['compresor', 'compressor'],
  ['xompressor', null],
  ['lesae "recieved" -invoces', 'lease "recieved" -invoces'],
  ['received invoices', null],
  ['invoicing the leases', null],
  ['zzyzx qqqqqq', null],
  ['kx-4410 2o26', null],
])('%s: %s', async (query, better) => {
  expect(await didYouMean(query)).toBe(better)
})

test('the word being typed is not mended', async () => {
  expect([await didYouMean('recieved invoi', true), await didYouMean('recieved', true)]).toEqual([
    'received invoi',
    null,
  ])
})

async function didYouMean(query: string, typing = false) {
  const { passages, add } = await createLibrary()
  add({
    title: 'workshop',
    passages: ['We received two invoices for the compressor.', 'The lease of KX-4411 ends in 2026.'],
  })
  const search = createSearch({ passages, meaning: { missing: 'words are enough here' } })
  return (await search.find(FindInput.parse({ query, typing }))).didYouMean
}
