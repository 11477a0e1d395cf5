import { expect, test } from 'vitest'
import { FindInput } from '#contract/search.contract'
import { createLibrary } from './fake.library.ts'
import { createSearch } from './search.ts'

const year = (number: number) => new Date(number, 5, 15).getTime()

test.each([
  ['rent type:pdf', ['lease']],
  ['rent type:pdf,md', ['lease', 'minutes']],
  ['rent -type:pdf', ['letter', 'minutes', 'note']],
  ['rent in:papers', ['lease', 'letter', 'minutes']],
  ['rent in:mail', ['letter']],
  ['rent in:"law things"', ['lease', 'letter', 'minutes']],
  ['rent in:2026', ['minutes']],
  ['rent from:ruth', ['letter', 'minutes']],
  ['rent from:MÜLLER', ['lease']],
  ['rent -from:ruth', ['lease', 'note']],
  ['rent tag:Office', ['lease', 'minutes']],
  ['rent tag:office tag:signed', ['lease']],
  ['rent category:law', ['lease', 'letter']],
  ['rent category:Law/Leases', ['lease']],
  ['rent before:2025', ['lease']],
  ['rent after:2025 before:2026', ['letter']],
  ['rent on:2026-06', ['minutes', 'note']],
  ['rent is:untagged', ['letter', 'note']],
  ['rent is:pasted', ['note']],
  ['rent type:pdf is:untagged', []],
])('%s', async (query, titles) => {
  const { find } = await setup()
  const { passages, problems } = await find(query)

  expect([passages.map(({ title }) => title).toSorted(), problems]).toEqual([titles, []])
})

test('without words the newest documents are listed, and all belong', async () => {
  const { find } = await setup()
  const { passages } = await find('type:text,md -is:pasted')

  expect(passages.map(({ title, relevant }) => [title, relevant])).toEqual([
    ['minutes', true],
    ['letter', true],
  ])
})

test.each([
  ['rent in:papres', 'papres', 'There is no source, collection or folder “papres”. Did you mean in:Papers?'],
  ['rent tag:offise', 'offise', 'There is no tag “offise”. Did you mean tag:office?'],
  ['rent from:nobody', 'nobody', 'Nothing here is from “nobody”.'],
  ['rent category:Tax', 'Tax', 'There is no category “Tax”.'],
])('%s: a name that nothing has is said, and the rest is searched', async (query, part, message) => {
  const { find } = await setup()
  const { passages, problems } = await find(query)

  expect(passages).toHaveLength(4)
  expect(problems.map(({ start, end, message: says }) => [query.slice(start, end), says])).toEqual([[part, message]])
})

test('what menus and fields narrow to is counted together', async () => {
  const { facets } = await setup()
  const counted = await facets('rent -type:pdf', { authors: ['Ruth Marlow'] })

  expect(counted).toMatchObject({
    types: [
      { type: 'markdown', count: 1 },
      { type: 'text', count: 1 },
    ],
    tags: [{ tag: 'office', count: 1 }],
    authors: [{ author: 'Ruth Marlow', count: 2 }],
  })
})

test('dates are counted from today back', async () => {
  const { facets, run } = await setup()
  run(`UPDATE documents SET modified_at = ${Date.now()}, written_at = NULL WHERE title = 'note'`)
  run(`UPDATE documents SET written_at = ${Date.now() - 20 * 86_400_000} WHERE title = 'letter'`)
  const { dates } = await facets('rent -title')

  expect(dates.week).toBe(1)
  expect(dates.month).toBe(2)
  expect(dates.year + dates.older).toBe(4)
})

async function setup() {
  const library = await createLibrary()
  const add = (title: string, type: 'pdf' | 'text' | 'markdown', sourceId: string, modifiedAt: number) =>
    library.add({ title, type, sourceId, modifiedAt, passages: [`The rent of the ${title} is due in March.`] })
  add('lease', 'pdf', 's1', year(2024))
  add('letter', 'text', 's1', year(2026))
  add('minutes', 'markdown', 's1', year(2026))
  add('note', 'text', 's2', year(2026))
  library.run(`
    INSERT INTO sources(id, kind, title, path, watched, created_at, updated_at) VALUES
      ('s1', 'folder', 'Papers', '/home/papers', 1, 0, 0), ('s2', 'text', 'Pasted', '/imports', 0, 0, 0);
    UPDATE documents SET author = 'Jürg Müller' WHERE title = 'lease';
    UPDATE documents SET author = 'Ruth Marlow' WHERE title IN ('letter', 'minutes');
    UPDATE documents SET path = '/home/papers/Mail/letter.txt', written_at = ${year(2025)} WHERE title = 'letter';
    UPDATE documents SET path = '/home/papers/2026/minutes.md' WHERE title = 'minutes';
    INSERT INTO collections(id, name, created_at, updated_at) VALUES ('c1', 'Law things', 0, 0);
    INSERT INTO collection_sources(collection_id, source_id, created_at, updated_at) VALUES ('c1', 's1', 0, 0);
    INSERT INTO document_tags(document_id, tag, created_at, updated_at) VALUES
      ('1', 'office', 0, 0), ('1', 'signed', 0, 0), ('3', 'office', 0, 0);
    INSERT INTO document_categories(document_id, category, created_at, updated_at) VALUES
      ('1', 'Law/Leases', 0, 0), ('2', 'Law', 0, 0)`)
  const search = createSearch({ passages: library.passages, meaning: { missing: 'words are enough here' } })
  return {
    run: library.run,
    find: (query: string) => search.find(FindInput.parse({ query })),
    facets: (query: string, filters: FindInput['filters'] = {}) => search.facets(FindInput.parse({ query, filters })),
  }
}
