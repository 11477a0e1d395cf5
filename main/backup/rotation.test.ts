import { expect, test } from 'vitest'
import { nameOf, readName } from './names.ts'
import { outlived, type Rotated } from './rotation.ts'
import { nextBackup, nextDrill } from './schedule.ts'

const hour = 3_600_000
const day = 24 * hour
const start = Date.UTC(2027, 0, 4)

test('a backup an hour for a year leaves 24 of hours, 7 of days and 5 of weeks, the newest of each', () => {
  let kept: Rotated[] = []
  for (let n = 0; n < 365 * 24; n += 1) {
    kept.push(backup(start + n * hour + 60_000))
    const gone = new Set(outlived(kept))
    kept = kept.filter((one) => !gone.has(one))
  }
  const newest = start + (365 * 24 - 1) * hour + 60_000
  const ages = kept.map(({ madeAt }) => Math.round((newest - madeAt) / hour)).toSorted((a, b) => a - b)

  expect({
    hours: ages.slice(0, 24),
    days: ages.slice(24, 30).map((age) => Math.floor(age / 24)),
    weeks: ages.slice(30).map((age) => Math.floor(age / (24 * 7))),
  }).toEqual({
    hours: Array.from({ length: 24 }, (_, n) => n),
    days: [1, 2, 3, 4, 5, 6],
    weeks: [1, 2, 3],
  })
})

test('what is damaged or unchecked is never thinned out, and the newest verified backup stays whatever comes after', () => {
  const verified = backup(start)
  const later = Array.from({ length: 50 }, (_, n) => backup(start + (n + 1) * 60_000, n % 2 ? 'damaged' : 'unchecked'))

  expect(outlived([verified, ...later])).toEqual([])
})

test('of backups that were never found whole the newest stays, until there is a verified one after it', () => {
  const failed = [1, 2, 3].map((n) => ({ ...backup(start + n, 'unchecked'), failed: true }))

  expect(outlived([backup(start), ...failed])).toEqual([failed[1], failed[0]])
  expect(outlived([...failed, backup(start + 4)])).toEqual([failed[2], failed[1], failed[0]])
})

test('two of one hour: the newer one stays, whatever order they come in', () => {
  const [older, newer] = [backup(start + 1), backup(start + 2)]

  expect([outlived([older, newer]), outlived([newer, older])]).toEqual([[older], [older]])
})

test('a name says series, time and encryption, and nothing else counts as one', () => {
  const named = { series: '0a1b2c3d', madeAt: Date.UTC(2027, 2, 28, 1, 30, 5), encrypted: true }

  expect([nameOf(named), readName(nameOf(named))]).toEqual(['alcove-0a1b2c3d-20270328T013005Z.zip.aes', named])
  for (const name of ['alcove.sqlite', '../alcove-0a1b2c3d-20270328T013005Z.zip', '.alcove-backups', 'thesis.zip']) {
    expect(readName(name)).toBeNull()
  }
})

test('the next backup is due after its interval, at once when there was none or the clock was wrong, and soon after a failure', () => {
  const now = start
  const due = (goodAt: number | null, triedAt = goodAt) => nextBackup('daily', { now, goodAt, triedAt }) - now

  expect([due(null), due(now - hour), due(now - 3 * day), due(now + 400 * day)]).toEqual([0, 23 * hour, -2 * day, 0])
  expect([due(null, now - 60_000), due(now - 3 * day, now - 60_000), due(now - hour, now - 60_000)]).toEqual([
    14 * 60_000,
    14 * 60_000,
    23 * hour,
  ])
  expect(nextDrill({ now, goodAt: now - 6 * day, triedAt: now - 6 * day }) - now).toBe(day)
})

function backup(madeAt: number, state: Rotated['state'] = 'verified'): Rotated {
  return { name: nameOf({ series: '0a1b2c3d', madeAt, encrypted: false }), madeAt, state, failed: false }
}
