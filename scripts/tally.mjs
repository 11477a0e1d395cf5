import { existsSync, readFileSync, rmSync } from 'node:fs'

/** Adds up what every runner counted, and turns it into the last line and the exit code. */
export function createTally() {
  const sum = { passed: 0, failed: 0 }
  const failures = []
  const secondTries = []
  const steps = []
  return { add, addVitest, addPlaywright, timed, finish }

  /** Runs one step and keeps how long it took, to be printed at the end. */
  async function timed(name, step) {
    const started = performance.now()
    try {
      return await step()
    } finally {
      steps.push({ name, seconds: (performance.now() - started) / 1000 })
    }
  }

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
    const slowest = found.testResults.toSorted((a, b) => lasted(b) - lasted(a)).slice(0, 5)
    for (const file of slowest) steps.push({ name: `  ${tail(file.name)}`, seconds: lasted(file) })
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
    for (const { title, status } of testsOf(found)) {
      if (status === 'unexpected') fail(`Chromium: ${title}`)
      if (status === 'flaky') secondTries.push(`Chromium: ${title}`)
    }
    for (const error of found.errors) fail(`playwright: ${error.message}`)
    if (code !== 0 && found.stats.unexpected === 0 && found.errors.length === 0) fail(`playwright (ended with ${code})`)
  }

  /** Prints what failed and, as the very last line, the sums. */
  function finish() {
    if (steps.length > 0) process.stdout.write(`\nTime:\n${steps.map(line).join('\n')}\n`)
    if (secondTries.length > 0) process.stdout.write(`\nPassed at the second try:\n${indented(secondTries)}\n`)
    if (failures.length > 0) process.stdout.write(`\nFailed:\n${indented(failures)}\n`)
    process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed\n`)
    process.exitCode = sum.failed === 0 ? 0 : 1
  }

  function fail(name) {
    sum.failed += 1
    failures.push(name)
  }
}

function testsOf({ suites = [], specs = [] }) {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests.map(({ status }) => ({ title: `${file}: ${title}`, status })),
  )
  return [...own, ...suites.flatMap(testsOf)]
}

function indented(names) {
  return names.map((name) => `  ${name}`).join('\n')
}

function lasted({ startTime, endTime }) {
  return (endTime - startTime) / 1000
}

function tail(path) {
  return path.split(/[\\/]/).slice(-3).join('/')
}

function line({ name, seconds }) {
  return `  ${`${seconds.toFixed(1)} s`.padStart(8)}  ${name}`
}

function read(report) {
  if (!existsSync(report)) return null
  const found = JSON.parse(readFileSync(report, 'utf8'))
  rmSync(report)
  return found
}
