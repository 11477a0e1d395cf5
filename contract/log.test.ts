import { expect, test } from 'vitest'
import { createLog, type LogLine } from './log.ts'

test('a line has time, gravity, process, area, event and numbers', () => {
  const { log, lines } = setup()

  log.of('search').warn('slow', { procedure: 'search.find', milliseconds: 5_200 })

  expect(lines).toEqual([
    {
      level: 'warn',
      time: 42,
      process: 'search',
      area: 'search',
      event: 'slow',
      procedure: 'search.find',
      milliseconds: 5_200,
    },
  ])
})

test('whatever else is handed in does not get through', () => {
  const { log, lines } = setup()
  const sneaked = { text: 'the lease ends', question: 'when?', path: '/home/anna/Lease.pdf', count: 'Lease' }

  log.info('called', sneaked as never)
  log.info('the lease ends' as never)
  log.info('refused', { code: 'the lease ends', procedure: 'Lease 2024.pdf', name: 'Anna', signal: 'SIG when' })

  const origin = { level: 'info', time: 42, process: 'search', area: 'app' }
  expect(lines).toEqual([
    { ...origin, event: 'called' },
    { ...origin, event: 'unexpected' },
    {
      ...origin,
      event: 'refused',
      code: 'unnamed',
      procedure: 'unnamed',
      name: 'unnamed',
      signal: 'unnamed',
    },
  ])
})

test('an error is reduced', () => {
  const { log, lines } = setup()

  log.error('unexpected', { error: new Error('the lease ends') })

  expect(lines[0]?.error?.name).toBe('Error')
  expect(JSON.stringify(lines)).not.toContain('lease')
})

function setup() {
  const lines: LogLine[] = []
  return { log: createLog((line) => lines.push(line), { process: 'search', clock: () => 42 }), lines }
}
