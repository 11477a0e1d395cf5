/// <reference types="vite/client" />
import { expect, test } from 'vitest'
import { keyGroups } from './keys.ts'

const sources = import.meta.glob<string>(['../**/*.tsx', '!./**'], { query: '?raw', import: 'default', eager: true })

test('the list of keys names every key that a page offers', () => {
  const listed = new Set(
    keyGroups.flatMap(({ keys }) => keys.flatMap(([, shortcut]) => [shortcut, ...shortcut.split(' ')])),
  )
  const offered = Object.values(sources).flatMap((text) =>
    [...text.matchAll(/\bkeys: '([^']+)'/g)].map(([, keys]) => keys),
  )

  expect([offered.length > 10, offered.filter((keys) => keys !== undefined && !listed.has(keys))]).toEqual([true, []])
})
