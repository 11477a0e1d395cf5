import { expect, test } from 'vitest'
import { lastDue } from './schedule.ts'
import { createScheduledPrompts } from './scheduled-prompts.ts'

const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime()
const nine = 9 * 60

test('due is the last time of its kind, in local time', () => {
  const thursday = at(2026, 10, 26, 10, 0)

  expect(lastDue({ every: 'day', at: nine, weekday: 1 }, thursday)).toBe(at(2026, 10, 26, 9, 0))
  expect(lastDue({ every: 'day', at: 11 * 60, weekday: 1 }, thursday)).toBe(at(2026, 10, 25, 11, 0))
  expect(lastDue({ every: 'week', at: nine, weekday: 1 }, thursday)).toBe(at(2026, 10, 23, 9, 0))
  expect(lastDue({ every: 'weekday', at: nine, weekday: 1 }, at(2026, 10, 29, 10, 0))).toBe(at(2026, 10, 27, 9, 0))
})

test('what is due is asked once; what was missed for days is asked once, too', async () => {
  let now = at(2026, 10, 26, 8, 0)
  const asked: string[] = []
  const ran = new Map<string, number>()
  const scheduled = createScheduledPrompts({
    prompts: {
      list: () =>
        [
          prompt('daily', 'What changed by {{date}}?'),
          { ...prompt('asks', 'About {{topic}}'), name: 'Needs a topic' },
          { ...prompt('hand', 'By hand'), schedule: null },
        ].map((one) => ({ ...one, ranAt: ran.get(one.id) ?? null })),
      ran: (id, when) => ran.set(id, when),
    },
    ask: async (question) => void asked.push(question),
    clock: () => now,
    report: () => {},
  })

  await scheduled.check()
  expect(asked).toEqual([])
  now = at(2026, 10, 26, 9, 1)
  await Promise.all([scheduled.check(), scheduled.check()])
  await scheduled.check()
  expect(asked).toEqual(['What changed by 26 November 2026?'])
  now = at(2026, 11, 3, 12, 0)
  await scheduled.check()
  expect(asked).toHaveLength(2)
})

function prompt(id: string, text: string) {
  return { id, name: id, text, schedule: { every: 'day' as const, at: nine, weekday: 1 }, ranAt: null }
}
