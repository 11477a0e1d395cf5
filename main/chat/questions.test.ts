import { expect, test } from 'vitest'
import { searchWords } from './follow-up.ts'
import { suggestQuestions } from './suggestions.ts'
import { titleFrom } from './title.ts'

const before = 'When does the lease end?'

test.each([
  ['And who signed it?', true],
  ['Why?', true],
  ['How long is it?', true],
  ['What about the garage?', true],
  ['Und wer hat ihn unterschrieben?', true],
  ['How much is the monthly rent of the flat?', false],
  ['Which firms repair garage roofs?', false],
  ['租约什么时候结束？', false],
])('"%s" leans on the question before: %s', (question, leans) => {
  expect(searchWords(question, before)).toBe(leans ? `${question} ${before}` : question)
})

test('a first question leans on nothing', () => {
  expect(searchWords('Why?', undefined)).toBe('Why?')
})

test.each([
  ['when does the lease end?', 'When does the lease end'],
  ['# What is\n  this `thing`?', 'What is this thing'],
  ['???', 'New conversation'],
  [
    'Which of the three firms that Tom asked for an offer is the cheapest one?',
    'Which of the three firms that Tom asked for an offer is the…',
  ],
  ['漢'.repeat(80), `${'漢'.repeat(59)}…`],
])('the title of "%s" is "%s"', (question, title) => {
  expect(titleFrom(question)).toBe(title)
})

test('suggestions name documents and their headings, each document first', () => {
  const documents = [
    { title: 'Lease_2024.pdf', headings: ['Lease › 3. Notice', 'Lease › Rent and costs', 'Overview'] },
    { title: 'Minutes', headings: [] },
  ]

  expect(suggestQuestions({ written: [], documents })).toEqual([
    'What does Lease 2024 say about notice?',
    'What are the main points of Minutes?',
    'What does Lease 2024 say about rent and costs?',
  ])
})

test('one document without headings is enough for a question or two', () => {
  expect(suggestQuestions({ written: [], documents: [{ title: 'minutes.txt', headings: ['minutes'] }] })).toEqual([
    'What are the main points of minutes?',
    'Which dates and deadlines does minutes mention?',
  ])
})

test('questions that come with the sample library go first, and an empty library suggests nothing', () => {
  const written = ['How many days of leave are there?', 'Who repairs the press?', 'What was sold in May?', 'A fourth?']

  expect([suggestQuestions({ written, documents: [] }), suggestQuestions({ written: [], documents: [] })]).toEqual([
    written.slice(0, 3),
    [],
  ])
})
