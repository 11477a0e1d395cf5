import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const tally = pathToFileURL(join(import.meta.dirname, '..', '..', 'scripts', 'tally.mjs')).href

test('the last line adds up every runner, a file that did not load and a runner that left no report', () => {
  const folder = setup()
  write(folder, 'vitest.json', {
    success: false,
    numPassedTests: 3,
    testResults: [
      { name: 'a.test.ts', status: 'failed', assertionResults: [{ status: 'failed', title: 'one thing' }] },
      { name: 'b.test.ts', status: 'failed', assertionResults: [] },
      { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed', title: 'another' }] },
    ],
  })
  write(folder, 'playwright.json', {
    stats: { expected: 4, flaky: 0, unexpected: 1 },
    errors: [],
    suites: [{ specs: [{ file: 'a.e2e.ts', title: 'a page', tests: [{ status: 'unexpected' }] }] }],
  })

  const { stdout, status } = count(folder, [
    "tally.add('lint', true)",
    "tally.add('knip', false)",
    "tally.addVitest('vitest.json', 1)",
    "tally.addVitest('missing.json', 1)",
    "tally.addPlaywright('playwright.json', 1)",
  ])

  expect([status, stdout.trimEnd().split('\n').at(-1)]).toEqual([1, '8 passed, 5 failed'])
})

test('a runner that ended badly although every test passed counts as failed', () => {
  const folder = setup()
  write(folder, 'vitest.json', { success: true, numPassedTests: 2, testResults: [] })

  const { stdout, status } = count(folder, ["tally.addVitest('vitest.json', 1)"])

  expect([status, stdout.trimEnd().split('\n').at(-1)]).toEqual([1, '2 passed, 1 failed'])
})

test('a test that needed a second try is counted as passed and named', () => {
  const folder = setup()
  write(folder, 'playwright.json', {
    stats: { expected: 0, flaky: 1, unexpected: 0 },
    errors: [],
    suites: [{ suites: [{ specs: [{ file: 'a.e2e.ts', title: 'a page', tests: [{ status: 'flaky' }] }] }] }],
  })

  const { stdout, status } = count(folder, ["tally.addPlaywright('playwright.json', 0)"])

  expect(stdout).toBe('\nPassed at the second try:\n  Chromium: a.e2e.ts: a page\n\n1 passed, 0 failed\n')
  expect(status).toBe(0)
})

test('when nothing failed, the exit code is 0', () => {
  const folder = setup()

  const out = execFileSync(process.execPath, program(["tally.add('lint', true)"]), { cwd: folder, encoding: 'utf8' })

  expect(out).toBe('\n1 passed, 0 failed\n')
})

function count(folder: string, lines: readonly string[]) {
  return spawnSync(process.execPath, program(lines), { cwd: folder, encoding: 'utf8' })
}

function program(lines: readonly string[]): string[] {
  const code = [`import { createTally } from '${tally}'`, 'const tally = createTally()', ...lines, 'tally.finish()']
  return ['--input-type=module', '--eval', code.join('\n')]
}

function write(folder: string, name: string, content: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(content))
}

function setup(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-tally-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
