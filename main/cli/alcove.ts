import { stopSignal } from '../app/stop-signal.ts'
import { runCommand } from './program.ts'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe had enough, as `head` does.
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
process.exitCode = await runCommand(process.argv.slice(2), stopSignal())
