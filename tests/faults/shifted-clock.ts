import { readFileSync } from 'node:fs'

/**
 * Loaded before the program: its clock, and that of its workers, is off by what the file says, in milliseconds, and jumps when the
 * file changes. Timers and `performance.now()` go on as they do when a person sets a clock.
 */
const file = process.env['ALCOVE_CLOCK_FILE'] ?? ''
const RealDate = Date
const now = RealDate.now.bind(RealDate)

function shifted(): number {
  return now() + Number(readFileSync(file, 'utf8'))
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [shifted()] : given, made),
  apply: () => new RealDate(shifted()).toString(),
  get: (target, name) => (name === 'now' ? shifted : Reflect.get(target, name)),
})
