import { expect, test } from 'vitest'
import { namesOf } from './bin.ts'

test('what would be forgotten is named, as far as a sentence carries it', () => {
  const items = ['Lease.pdf', 'Minutes.md', 'Letters', 'Old'].map((title) => ({ title }))

  expect([1, 2, 3, 4].map((n) => namesOf(items.slice(0, n)))).toEqual([
    '“Lease.pdf”',
    '“Lease.pdf” and “Minutes.md”',
    '“Lease.pdf”, “Minutes.md” and “Letters”',
    '“Lease.pdf”, “Minutes.md”, “Letters” and 1 more',
  ])
})
