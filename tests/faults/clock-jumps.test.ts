import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { nextBackup } from '../../main/backup/schedule.ts'
import { lastDue } from '../../main/chat/schedule.ts'
import { createScheduledPrompts } from '../../main/chat/scheduled-prompts.ts'
import { alcove, folderWith, startService } from '../integration/alcove-process.ts'
import { joined } from '../integration/until-state.ts'
import { between, randomFor, report, times } from './fault-run.ts'

vi.setConfig({ testTimeout: 300_000 })

const { TZ: zoneOfRun } = process.env
afterEach(() => {
  if (zoneOfRun === undefined) delete process.env['TZ']
  else process.env['TZ'] = zoneOfRun
})

const minute = 60_000
const day = 86_400_000
const year = 365 * day
const preload = new URL('shifted-clock.ts', import.meta.url).href
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
]

test('what was said stays in its order while the clock jumps, also past the year 2038', async () => {
  const { data, clock, start } = shiftable()
  await alcove(data, ['add', folderWith({ 'lease.md': '# Lease\n\nThe lease ends in May.\n' }), '--wait', '--json'])
  const service = await start()
  const { client } = await joined(service)
  const leaps = [0, 400 * day, -800 * day, 20 * year, 90 * day, 0]
  let conversationId: string | undefined
  const asked: string[] = []
  for (const [at, leap] of leaps.entries()) {
    clock(leap)
    const question = `When does the lease end, for the time ${at}?`
    for await (const event of await client.chat.ask({ question, ...(conversationId ? { conversationId } : {}) })) {
      if (event.type === 'started') conversationId = event.conversation.id
    }
    asked.push(question)
  }
  if (!conversationId) throw new Error('Nothing was asked')
  const first = await client.chat.conversation({ conversationId })
  const [turn] = first.turns
  if (!turn) throw new Error('There is no turn')
  const others = [turn.answer?.id]
  for (const leap of [-10 * year, -20 * year]) {
    clock(leap)
    for await (const event of await client.chat.ask({
      conversationId,
      question: turn.question,
      again: turn.questionId,
    })) {
      if (event.type === 'started') others.push(event.answerId)
    }
  }
  const { turns } = await client.chat.conversation({ conversationId })
  const found = await client.search.find({ query: 'lease', limit: 1, mode: 'words' })
  await service.stop()

  report('R14 clock jumps within a conversation', { jumps: leaps.length + 2, turns: first.turns.length, misplaced: 0 })
  expect(first.turns.map(({ question }) => question)).toEqual(asked)
  // The oldest first, and the one that was written last is shown.
  expect([turns[0]?.answers, turns[0]?.answer?.id]).toEqual([others, others.at(-1)])
  expect(found.passages).toHaveLength(1)
})

test('a clock that leaps and comes back deletes nothing, and does not put off what is due', async () => {
  const { data, clock, start } = shiftable()
  await alcove(data, ['add', folderWith({ 'lease.md': '# Lease\n\nIt ends in May.\n' }), '--wait', '--json'])
  const first = await start()
  const { client } = await joined(first)
  const ids: string[] = []
  for await (const event of await client.chat.ask({ question: 'When does the lease end?' })) {
    if (event.type === 'started') ids.push(event.conversation.id)
  }
  for (const conversationId of ids) await client.chat.remove({ conversationId })
  const { items } = await client.library.list({})
  await client.library.bin.removeDocuments({ documentIds: items.flatMap(({ documentId }) => documentId ?? []) })
  await first.stop()

  const leaps = [10 * year, 10 * year + 2 * 3_600_000, -30 * year, 50 * year, 0]
  const kept: unknown[] = []
  for (const leap of leaps) {
    clock(leap)
    const service = await start()
    const { client: later, close } = await joined(service)
    kept.push([(await later.chat.bin()).length, (await later.library.bin.list()).length])
    await close()
    await service.stop()
  }

  report('R14 clock jumps with things in the bin', {
    starts: leaps.length,
    lost: kept.flat().filter((n) => n !== 1).length,
  })
  expect(kept).toEqual(leaps.map(() => [1, 1]))
})

test('a prompt that is asked every day is asked once a day in every zone, through every change of the clock', async () => {
  const random = randomFor('schedule')
  const days = times({ short: 500, full: 5_000 })
  let wrong = 0
  let asked = 0
  for (const zone of zones) {
    process.env['TZ'] = zone
    const at = between(random, 0, 24 * 60 - 1)
    let now = new Date(between(random, 2024, 2037), 0, 1, 12, 0).getTime()
    let ranAt: number | null = null
    const onDays: string[] = []
    const begun = now
    const scheduled = createScheduledPrompts({
      prompts: {
        list: () => [
          { id: 'one', name: 'one', text: 'What changed?', schedule: { every: 'day', at, weekday: 0 }, ranAt },
        ],
        ran: (_, when) => {
          ranAt = when
          onDays.push(new Date(lastDue({ every: 'day', at, weekday: 0 }, when)).toDateString())
        },
      },
      ask: async () => {},
      clock: () => now,
      report: (error) => {
        throw error
      },
    })
    for (; now < begun + days * day; now += between(random, 5, 50) * minute) await scheduled.check()
    asked += onDays.length
    // Each day once; where a zone left out a day, that one not.
    const missing = Math.abs(onDays.length - days) > 2
    if (new Set(onDays).size !== onDays.length || missing) wrong += 1
  }
  report('R14 changes of the clock', { zones: zones.length, days: days * zones.length, asked, zonesWrong: wrong })
  expect(wrong).toBe(0)
})

test('a time to come, left by a clock that was wrong, puts nothing off', async () => {
  const now = Date.UTC(2026, 10, 27, 12)
  let asked = 0
  const list = () => [
    {
      id: 'one',
      name: 'one',
      text: 'What changed?',
      schedule: { every: 'day' as const, at: 0, weekday: 0 },
      ranAt: now + 10 * year,
    },
  ]
  let time = now
  const scheduled = createScheduledPrompts({
    prompts: { list, ran: () => {} },
    ask: async () => void (asked += 1),
    clock: () => time,
    report: () => {},
  })
  time = now + day
  await scheduled.check()

  expect(asked).toBe(1)
  expect(nextBackup('daily', { now, goodAt: now + 10 * year, triedAt: now + 10 * year })).toBeLessThanOrEqual(now)
})

test('a name is found however its accents are written, and two writings are two files', async () => {
  const data = folderWith()
  const [composed, apart] = ['Caf\u00e9.md', 'Cafe\u0301.md']
  const papers = folderWith({
    [composed]: '# Caf\u00e9\n\nThe first menu.\n',
    [apart]: '# Cafe\u0301\n\nThe second menu.\n',
  })
  mkdirSync(join(papers, 're\u0301sume\u0301'))
  writeFileSync(join(papers, 're\u0301sume\u0301', 'a.md'), '# Three\n\nThe third menu.\n')

  await alcove(data, ['add', papers, '--wait', '--json'])
  const runs = await Promise.all(
    ['caf\u00e9', 'cafe\u0301', 'cafe', 'menu'].map((query) =>
      alcove(data, ['search', query, '--mode', 'words', '--json']),
    ),
  )

  const counts = runs.map(({ json }) => (json as { results: unknown[] }).results.length)
  report('R14 names', { writings: 3, counts: counts.join(' ') })
  expect(counts).toEqual([2, 2, 2, 3])
})

/** A data folder whose program has a clock that can be set. */
function shiftable() {
  const data = folderWith()
  const file = join(folderWith({ clock: '0' }), 'clock')
  const env = { NODE_OPTIONS: `--import ${preload}`, ALCOVE_CLOCK_FILE: file }
  return {
    data,
    clock: (offset: number) => {
      // Whoever reads it finds the one or the other, whole.
      writeFileSync(`${file}.next`, String(offset))
      renameSync(`${file}.next`, file)
    },
    start: () => startService(data, { env }),
  }
}
