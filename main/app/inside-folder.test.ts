import { resolve, sep } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileInside, isWithin } from './inside-folder.ts'

const folder = resolve('/page')

/** Pieces of which ways out of a folder are made, in the writings a decoder may turn into them. */
const pieces = fc.constantFrom(
  ...[
    '..',
    '.',
    '/',
    '\\',
    '//',
    '%2e%2e',
    '%2E',
    '%2f',
    '%5c',
    '%252e%252e',
    '%252f',
    '%c0%ae',
    '%00',
    '\0',
    '%uff0e',
    '．．',
    '／',
    '~',
    ':',
  ],
  ...[
    'C:',
    'etc',
    'passwd',
    'page',
    'page-more',
    'assets',
    'a.js',
    ' ',
    '%20',
    '%',
    '%ff',
    ';',
    '?',
    '#',
    '\n',
    '\u202e',
    'é',
    'e\u0301',
  ],
)

test('no path, however it is written, stands for a file outside the folder', () => {
  const paths = fc.oneof(
    fc.array(pieces, { maxLength: 12 }).map((list) => list.join('')),
    fc.string({ unit: 'binary' }),
  )
  const found = fc.check(
    fc.property(paths, fc.boolean(), (path, slash) => {
      const file = fileInside(folder, slash ? `/${path}` : path)
      return (
        file === null ||
        (file.startsWith(folder + sep) &&
          resolve(file) === file.replace(/[\\/]$/, '') &&
          !/[\\%\0:]/.test(file.slice(folder.length).replaceAll(sep, '/')))
      )
    }),
    { numRuns: 3_000 },
  )

  expect(found.counterexample).toBeNull()
})

test('every plain path stands for the file of that name', () => {
  const name = fc.stringMatching(/^[a-zA-Z0-9_é漢-][a-zA-Z0-9_. é漢-]{0,20}$/)
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
      return fileInside(folder, `/${names.map(encodeURIComponent).join('/')}`) === [folder, ...names].join(sep)
    }),
  )
  expect(['/', '', '/..', '/../page', '/assets/../..'].map((path) => fileInside(folder, path))).toEqual([
    [folder, 'index.html'].join(sep),
    null,
    null,
    null,
    null,
  ])
})

test('a folder whose name begins alike is another folder', () => {
  expect([
    isWithin('/page', '/page'),
    isWithin('/page', '/page/a'),
    isWithin('/', '/a'),
    isWithin('/page', '/page-more/a'),
  ]).toEqual([true, true, true, false])
})
