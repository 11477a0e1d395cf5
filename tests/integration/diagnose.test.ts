import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { type Entry, fromBuffer } from 'yauzl'
import { alcove, folderWith } from './alcove-process.ts'

vi.setConfig({ testTimeout: 120_000 })

test('diagnostics are written where the person wants, for their eyes alone, without what they leave out', async () => {
  const data = folderWith()
  const to = join(folderWith(), 'for-help.zip')

  const made = await alcove(data, ['diagnose', to, '--leave-out', 'machine.json', '--json'])
  const again = await alcove(data, ['diagnose', to])
  const unknown = await alcove(data, ['diagnose', `${to}.2`, '--leave-out', 'everything.json'])

  const names = await namesIn(readFileSync(to))
  expect(made).toMatchObject({ code: 0, json: { file: to, files: names } })
  expect(names).toEqual(expect.arrayContaining(['versions.json', 'health.json', 'library.json']))
  expect(names).not.toContain('machine.json')
  if (process.platform !== 'win32') expect(statSync(to).mode & 0o077).toBe(0)
  expect([again.code, again.stderr.includes('There is a file already'), unknown.code]).toEqual([1, true, 2])
  expect(existsSync(`${to}.2`)).toBe(false)
})

test('every file can be read before anything is written', async () => {
  const data = folderWith()
  const to = join(folderWith(), 'never.zip')

  const shown = await alcove(data, ['diagnose', to, '--show'])

  expect(shown.stdout).toContain('== settings.json\n{')
  expect(shown.stdout).toMatch(/"documents": 0/)
  expect(existsSync(to)).toBe(false)
})

function namesIn(bytes: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: false }, (error, zip) => {
      if (error) return reject(error)
      const names: string[] = []
      zip.on('entry', ({ fileName }: Entry) => names.push(fileName))
      zip.on('end', () => resolve(names))
    })
  })
}
