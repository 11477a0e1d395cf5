import { expect, test } from 'vitest'
import { branchThrough, type MessagePlace } from './tree.ts'

test('a conversation without branches is one line', () => {
  expect(line(branchThrough(messages('q1', 'q1>a1', 'a1>q2', 'q2>a2'), null))).toBe('q1 a1 q2 a2')
})

test('of several versions the newest is shown, or the one that was chosen with what is newest below it', () => {
  const tree = messages('q1', 'q1>a1', 'a1>q2', 'q2>a2', 'a1>q3', 'q3>a3', 'q1>a4', 'q3>a5', 'a3>q6')

  expect(line(branchThrough(tree, null))).toBe('q1 a4')
  expect(line(branchThrough(tree, 'a1'))).toBe('q1 a1 q3 a5')
  expect(line(branchThrough(tree, 'q2'))).toBe('q1 a1 q2 a2')
  expect(line(branchThrough(tree, 'a3'))).toBe('q1 a1 q3 a3 q6 –')
})

test('each step names its versions, the oldest first', () => {
  const [first, second] = branchThrough(messages('q1', 'q1>a1', 'q1>a2', 'a1>q3', 'a1>q4'), 'q4')

  expect([first?.answers, second?.questions, second?.parentId]).toEqual([['a1', 'a2'], ['q3', 'q4'], 'a1'])
})

test('another beginning is a version of the first question', () => {
  const [first] = branchThrough(messages('q1', 'q1>a1', 'q2', 'q2>a2'), 'a1')

  expect([first?.questionId, first?.questions]).toEqual(['q1', ['q1', 'q2']])
})

test('what hangs on a message that is gone, or on itself, ends somewhere', () => {
  expect(line(branchThrough(messages('gone>q1', 'q1>a1'), 'gone'))).toBe('q1 a1')
  expect(line(branchThrough(messages('q1>q1'), 'q1'))).toBe('')
})

function messages(...written: readonly string[]): MessagePlace[] {
  return written.map((one, createdAt) => {
    const [id = '', parentId = null] = one.split('>').toReversed()
    return { id, parentId, role: id.startsWith('q') ? 'question' : 'answer', createdAt }
  })
}

function line(steps: ReturnType<typeof branchThrough>) {
  return steps.map(({ questionId, answerId }) => `${questionId} ${answerId ?? '–'}`).join(' ')
}
