import { expect, test } from 'vitest'
import { withoutRunningLines } from './pdf-running-lines.ts'

test('titles and page numbers that run along the pages are no text of them', () => {
  const pages = [
    'Manual 1\nOne begins.\nOne ends.\nBrightwater',
    'Manual 2\nTwo.\nBrightwater',
    'Manual 3\nThree.\nBrightwater',
  ]
  expect(kept(pages)).toEqual(['One begins.\nOne ends.', 'Two.', 'Three.'])
})

test('two pages lose only lines that count along with them', () => {
  expect(kept(['Summary 1\nDear all,\nfirst', 'Summary 2\nDear all,\nsecond'])).toEqual([
    'Dear all,\nfirst',
    'Dear all,\nsecond',
  ])
})

test('a line that returns in the middle of pages stays', () => {
  const page = (n: number) => `Chapter ${'abc'[n]}\na\nb\nc\nTotal\nd\ne\nf\nEnd ${'xyz'[n]}`
  expect(kept([page(0), page(1), page(2)])).toEqual([page(0), page(1), page(2)])
})

test('pages that hold nothing else keep their lines, and so does a single page', () => {
  expect([kept(['Head\n1', 'Head\n2', 'Head\n3']), kept(['Head\n1'])]).toEqual([
    ['Head\n1', 'Head\n2', 'Head\n3'],
    ['Head\n1'],
  ])
})

function kept(pages: readonly string[]) {
  const lines = pages.map((page) => page.split('\n').map((text) => ({ text })))
  return withoutRunningLines(lines).map((page) => page.map(({ text }) => text).join('\n'))
}
