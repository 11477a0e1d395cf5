import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Gone, keepDumps, watchEnds } from './ends.ts'

test('a window that ends is told of and shown again, but not more than three times a minute', () => {
  const { app, gone, contents, pass } = setup()
  const end = () => app.emit('render-process-gone', {}, contents, { reason: 'crashed', exitCode: 139 })

  for (let n = 0; n < 5; n += 1) end()
  const reloads = contents.reloads
  pass(61_000)
  end()

  expect([gone.length, gone[0], reloads, contents.reloads]).toEqual([
    6,
    { what: 'window', reason: 'crashed', exitCode: 139 },
    3,
    4,
  ])
})

test('helper processes are told of; workers, which others watch, and ends that were asked for are not', () => {
  const { app, gone, contents } = setup()

  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'oom', exitCode: 5 })
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'crashed', exitCode: 11 })
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'clean-exit', exitCode: 0 })
  app.emit('render-process-gone', {}, contents, { reason: 'clean-exit', exitCode: 0 })

  expect(gone).toEqual([{ what: 'helper', reason: 'oom', exitCode: 5 }])
})

test('dumps stay in the data folder and are not sent', () => {
  const seen: unknown[] = []

  keepDumps(
    {
      app: { setPath: (name: string, path: string) => void seen.push([name, path]) } as never,
      crashReporter: { start: (options: object) => void seen.push(options) },
    },
    join('data', 'crashes'),
  )

  expect(seen).toEqual([['crashDumps', join('data', 'crashes', 'dumps')], { uploadToServer: false }])
})

function setup() {
  const app = new EventEmitter()
  const gone: Gone[] = []
  let now = 0
  const contents = { reloads: 0, isDestroyed: () => false, reload: () => void (contents.reloads += 1) }
  watchEnds(
    app as never,
    (one) => gone.push(one),
    () => now,
  )
  return { app, gone, contents, pass: (milliseconds: number) => void (now += milliseconds) }
}
