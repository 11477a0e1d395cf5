import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'
import { fileReason, folderReason, isBuildFolder } from './sources/left-out.ts'

test('speed and time left are unknown at the beginning, right while work goes on, and gone at rest', () => {
  let now = 0
  const progress = createProgress(() => now)
  const report = (queue: number, passagesWaiting: number) =>
    progress.report({ queue, passagesWaiting, paused: false, blocked: null })

  progress.fileDone(10)
  const early = report(99, 10)
  for (let file = 1; file < 60; file += 1) {
    now += 100
    progress.fileDone(10)
  }
  const reading = report(40, 600)
  for (let group = 0; group < 40; group += 1) {
    now += 100
    progress.vectorsWritten(10)
  }
  const embedding = report(0, 200)
  progress.rest()

  expect({ early, reading, embedding, rest: report(0, 0) }).toMatchObject({
    early: { done: 1, total: 100, filesPerMinute: null, passagesPerSecond: null, secondsLeft: null },
    reading: { done: 60, total: 100, filesPerMinute: about(600), passagesPerSecond: about(100), secondsLeft: about(4) },
    embedding: { filesPerMinute: null, passagesPerSecond: about(100), secondsLeft: about(2), passagesWaiting: 200 },
    rest: { done: 0, total: 0, filesPerMinute: null, passagesPerSecond: null, secondsLeft: null },
  })
})

test('names decide what a scan passes over', () => {
  const files = [
    '.env',
    '~$plan.docx',
    'package-lock.json',
    'app.min.js',
    'a.PNG',
    'a.MD',
    'README',
    'Makefile',
    'x.py',
  ]
  const nothing = { pictures: false, recordings: false }
  const folders = ['.git', 'node_modules', 'Vendor', 'papers']

  expect([
    files.filter((name) => fileReason(name, nothing)),
    folders.filter(folderReason),
    folders.filter(isBuildFolder),
  ]).toEqual([
    ['.env', '~$plan.docx', 'package-lock.json', 'app.min.js', 'a.PNG'],
    ['.git', 'node_modules'],
    ['Vendor'],
  ])
})

function about(value: number) {
  return expect.toSatisfy((actual: number) => Math.abs(actual - value) <= value * 0.2, `about ${value}`)
}
