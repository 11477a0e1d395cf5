import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, test, vi } from 'vitest'
import { folderWith } from '../integration/alcove-process.ts'
import { setupBackups } from '../integration/backup-setup.ts'
import { between, oneOf, randomFor, report, tally, times } from './fault-run.ts'

vi.setConfig({ testTimeout: 900_000 })

const passphrase = 'seven quiet herons'

/** What a disk or a cable does to a file. */
const rots = {
  'one bit': (bytes: Buffer, at: number) => void (bytes[at] = (bytes[at] ?? 0) ^ 1),
  'up to 64 bytes': (bytes: Buffer, at: number) =>
    void bytes
      .subarray(at, at + 64)
      .reverse()
      .fill(0xa5, 0, 8),
  'a sector of zeros': (bytes: Buffer, at: number) =>
    void bytes.subarray(at - (at % 512), at - (at % 512) + 512).fill(0),
  'cut off': (bytes: Buffer, at: number) => bytes.subarray(0, at),
  'more at its end': (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('more')]),
  'a piece twice': (bytes: Buffer, at: number) =>
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 100))]),
} satisfies Record<string, (bytes: Buffer, at: number) => Buffer | void>

test.for([false, true])(
  'a backup that rotted is refused before anything is changed (encrypted: %s)',
  async (encrypted) => {
    const random = randomFor(`rot ${encrypted}`)
    const { backups, place, planTo } = await setupBackups({ environment: { ALCOVE_BACKUP_PASSPHRASE: passphrase } })
    await planTo({ encrypted })
    const made = await backups.now()
    if (!made.ok) throw new Error(made.failure.message)
    const file = join(place, made.value.name)
    const whole = readFileSync(file)
    const ends: string[] = []
    let waiting = 0
    for (let at = 0; at < times({ short: 18, full: 600 }); at += 1) {
      const kind = oneOf(random, Object.keys(rots) as (keyof typeof rots)[])
      const bytes = Buffer.from(whole)
      const rotten = rots[kind](bytes, between(random, 1, whole.length - 1)) ?? bytes
      if (rotten.equals(whole)) continue
      writeFileSync(file, rotten)
      const to = join(folderWith(), 'restored')
      const restored = await backups.restore({ from: { file }, passphrase: encrypted ? passphrase : null, to })
      if ((await backups.state()).restoreWaits) waiting += 1
      // What was changed was of no matter to the archive, or what is there is not what was kept.
      ends.push(restored.ok ? (isTheSame(to) ? 'harmless' : 'restored wrong') : restored.failure.problem.reason)
      if (!restored.ok && existsSync(to) && readdirSync(to).length > 0) ends.push('something left')
      rmSync(to, { recursive: true, force: true })
    }
    writeFileSync(file, whole)
    const once = await backups.restore({ from: { file }, passphrase: encrypted ? passphrase : null, to: null })
    const twice = await backups.restore({ from: { file }, passphrase: encrypted ? passphrase : null, to: null })

    report(`R8 backups that rotted, ${encrypted ? 'encrypted' : 'in the clear'}`, {
      backups: ends.length,
      ...tally(ends),
    })
    expect(ends.filter((end) => end === 'restored wrong' || end === 'something left')).toEqual([])
    expect(waiting).toBe(0)
    expect([once.ok, twice.ok || twice.failure.problem.reason]).toEqual([true, expect.anything()])
  },
)

/** Whether a restored library holds what the one that was backed up held. */
function isTheSame(to: string): boolean {
  const sqlite = new SQLite(join(to, 'alcove.sqlite'), { readonly: true })
  try {
    const count = (table: string) => sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
    const texts = Array.from({ length: 20 }, (_, at) => readFileSync(join(to, 'imports', `text-${at}.md`), 'utf8'))
    return (
      sqlite.pragma('integrity_check', { simple: true }) === 'ok' &&
      count('documents') === 20 &&
      count('passages') === 20 &&
      texts.every((text, at) => text === `# Text ${at}\n\nWords of text ${at}.\n`)
    )
  } finally {
    sqlite.close()
  }
}
