import { expect, test } from 'vitest'
import { exportedMessages } from './exported-talk.ts'

test('messages come with who said them and when; what one side said in a row is one', () => {
  const text = [
    '## You, 2024-03-01 10:00 UTC',
    'When does the lease end?',
    '',
    '## ChatGPT, 2024-03-01 10:01 UTC',
    'Let me see.',
    '',
    '## ChatGPT, 2024-03-01 10:02 UTC',
    'In March.',
    '## Notes',
    'A heading of the answer.',
  ].join('\n')

  expect(exportedMessages(text)).toEqual([
    {
      role: 'question',
      speaker: 'You',
      at: Date.UTC(2024, 2, 1, 10, 0),
      text: 'When does the lease end?',
      parent: null,
    },
    {
      role: 'answer',
      speaker: 'ChatGPT',
      at: Date.UTC(2024, 2, 1, 10, 1),
      text: 'Let me see.\n\nIn March.\n## Notes\nA heading of the answer.',
      parent: 0,
    },
  ])
})

test('a branch hangs where it parts from, another beginning stands beside the first', () => {
  const text = [
    '## You\nFirst',
    '## Claude\nOne',
    '## You\nSecond',
    '# Other branch from 1. First',
    '## Claude\nTwo',
    '# Other branch from the beginning',
    '## You\nAnother first',
  ].join('\n\n')

  expect(exportedMessages(text).map((message) => [message.text, message.parent])).toEqual([
    ['First', null],
    ['One', 0],
    ['Second', 1],
    ['Two', 0],
    ['Another first', null],
  ])
})

test('a heading inside code is code', () => {
  const text = '## You\nWhat does it say?\n\n## Claude\n```\n## You\n# Other branch from 1. x\n```\nThat.'

  expect(exportedMessages(text)).toHaveLength(2)
})
