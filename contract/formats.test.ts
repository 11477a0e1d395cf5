import { expect, test } from 'vitest'
import { formatOf } from './formats.ts'

test('of archives only those are known that are named as exports of chats are', () => {
  const names = [
    'ChatGPT-export.zip',
    `${'3f'.repeat(32)}-2026-03-03-14-05-00-${'0a'.repeat(16)}.zip`,
    'data-2026-03-03-14-05-00-batch-0000.zip',
    'data-2026-03-03-14-05-00-batch-0000 (1).zip',
    'claude.zip',
    'photos.zip',
    'data.zip',
    'batch.zip',
    'cafe.zip',
  ]

  expect(names.map((name) => formatOf(name)?.type ?? null)).toEqual([
    ...['chat', 'chat', 'chat', 'chat', 'chat'],
    ...[null, null, null, null],
  ])
})
