import { expect, test } from 'vitest'
import { activityKinds } from '#contract/activity.contract'
import { activityGroups, activityInWords } from './activity-words.ts'

test('every kind has words of its own, and can be shown alone', () => {
  const shown = activityGroups.flatMap(({ kinds }) => kinds)

  expect({
    wordless: activityKinds.filter((kind) => activityInWords({ kind, about: {} }) === kind.replaceAll('-', ' ')),
    hidden: activityKinds.filter((kind) => !shown.includes(kind)),
  }).toEqual({ wordless: [], hidden: [] })
})

test('an answer is told with its model and where it ran, and a kind of a later Alcove by its name', () => {
  const about = { mode: 'model', model: 'qwen3', local: false, passages: 4, state: 'done' }

  expect([
    activityInWords({ kind: 'answer-written', about }),
    activityInWords({ kind: 'moon-landed', about: {} }),
  ]).toEqual(['Wrote an answer from 4 passages with qwen3, on another machine', 'moon landed'])
})
