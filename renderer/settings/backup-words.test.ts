import { expect, test } from 'vitest'
import { drillInWords, placeOf, stateInWords, workInWords } from './backup-words.ts'

test('a place is told as a person knows it', () => {
  const address = 'https://files.example'
  expect([
    placeOf({ place: { kind: 'folder', path: '/media/drive' } }),
    placeOf({ place: { kind: 'webdav', address, user: 'ada' } }),
    placeOf({ place: { kind: 's3', address, region: 'eu', bucket: 'mine', prefix: 'a/', keyId: 'k' } }),
  ]).toEqual(['/media/drive', address, `mine/a/ at ${address}`])
})

test('work is told with a figure once there is one', () => {
  expect([
    workInWords({ what: 'backup', step: 'packing', done: 0 }),
    workInWords({ what: 'backup', step: 'packing', done: 0.456 }),
    workInWords({ what: 'drill', step: 'checking', done: 1 }),
  ]).toEqual(['Packing', 'Packing, 45 %', 'Checking'])
})

test('each state has a word of its own', () => {
  const words = (['verified', 'damaged', 'unchecked'] as const).map((state) => stateInWords({ state }).word)
  expect(words).toEqual(['Verified', 'Damaged', 'Not checked'])
})

test('a drill says what was found, or what it is before there was one', () => {
  const drill = { at: 0, seconds: 1, name: 'a', problem: null, documents: 1, conversations: 2 }
  expect(drillInWords(drill)).toContain('with 1 document and 2 conversations in it')
  expect(drillInWords(null)).toContain('Once a week')
})
