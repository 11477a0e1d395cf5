import { expect, test } from 'vitest'
import { dictationSigns } from '#contract/dictation.contract'
import { createRecording } from './recording.ts'

test('a recording is full after five minutes, says so once, and what comes until it is closed can still be sent', () => {
  const levels: number[] = []
  let full = 0
  const recording = createRecording({ onLevel: ({ seconds }) => levels.push(seconds), onFull: () => (full += 1) })
  const second = () => recording.add({ samples: new Int16Array(16_000).fill(7), level: 0.5 })

  for (let at = 0; at < 299; at++) second()
  const before = full
  for (let at = 0; at < 3; at++) second()

  expect({ before, full, last: levels.at(-1) }).toEqual({ before: 0, full: 1, last: 302 })
  expect(recording.base64().length).toBeLessThan(dictationSigns)
})
