import { renameSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

// Loaded before the program, and idle in the processes it starts: writes down how late the event loop of main was.
const file = process.env.LOOP_DELAY_FILE
if (file && process.argv[1]?.endsWith('alcove.ts')) {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  process.on('SIGUSR2', () => delay.reset())
  setInterval(() => {
    // What is measured is the time between two looks, which are 5 ms apart by themselves.
    const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 5)
    const seen = { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), most: late(delay.max) }
    writeFileSync(`${file}.unfinished`, JSON.stringify(seen))
    renameSync(`${file}.unfinished`, file)
  }, 500).unref()
}
