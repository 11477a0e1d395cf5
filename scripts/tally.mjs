import { existsSync, readFileSync, rmSync } from 'node:fs'

/** Adds up what every runner counted, and turns it into the last line and the exit code. */
export function createTally() {
  const sum = { passed: 0, failed: 0 }
  const failures = []
  return { add, addVitest, addPlaywright, finish }

  /** Counts one thing that is right or wrong as a whole. */
  function add(name, passed) {
    if (passed) sum.passed += 1
    else fail(name)
  }

  /** Counts the tests of a vitest run from its JSON report; files that could not be loaded count as failed. */
  function addVitest(report, code) {
    const found = read(report)
    if (!found) return add('vitest (it left no report)', false)
    sum.passed += found.numPassedTests
    for (const file of found.testResults) {
      const failed = file.assertionResults.filter((test) => test.status === 'failed')
      for (const test of failed) fail(`${file.name}: ${test.title}`)
      if (file.status === 'failed' && failed.length === 0) fail(`${file.name} (did not load)`)
    }
    if (code !== 0 && found.success) fail(`vitest (ended with ${code})`)
  }

  /** Counts the tests of a Playwright run from its JSON report. */
  function addPlaywright(report, code) {
    const found = read(report)
    if (!found) return add('playwright (it left no report)', false)
    sum.passed += found.stats.expected + found.stats.flaky
    for (let n = 0; n < found.stats.unexpected; n += 1) fail('a Playwright test (see above)')
    for (const error of found.errors) fail(`playwright: ${error.message}`)
    if (code !== 0 && found.stats.unexpected === 0 && found.errors.length === 0) fail(`playwright (ended with ${code})`)
  }

  /** Prints what failed and, as the very last line, the sums. */
  function finish() {
    if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.map((name) => `  ${name}`).join('\n')}\n`)
    process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed\n`)
    process.exitCode = sum.failed === 0 ? 0 : 1
  }

  function fail(name) {
    sum.failed += 1
    failures.push(name)
  }
}

function read(report) {
  if (!existsSync(report)) return null
  const found = JSON.parse(readFileSync(report, 'utf8'))
  rmSync(report)
  return found
}
