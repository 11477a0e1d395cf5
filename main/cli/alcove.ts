import { startFromCompiled } from '../app/compile-cache.ts'
import { stopSignal } from '../app/stop-signal.ts'

startFromCompiled()
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe had enough, as `head` does.
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
// Imported late, so that it comes from the cache.
const { runCommand } = await import('./program.ts')
process.exitCode = await runCommand(process.argv.slice(2), stopSignal())
