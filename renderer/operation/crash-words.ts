import type { CrashRecord } from '#contract/crashes.contract'

const processes = {
  main: 'Alcove itself',
  library: 'The process that reads files',
  search: 'The process that searches',
  backup: 'The process that makes backups',
  'your-data': 'The process that exports and imports',
  page: 'The page',
} as const

/** What ended or broke, in words. */
export function crashInWords({ process, reason, exitCode, signal }: CrashRecord): string {
  const who = processes[process]
  if (reason === 'page') return `${who} could not show something`
  if (reason === 'error') return `${who} met an error that nobody expected`
  if (reason === 'vanished') return `${who} ended without a word: it was killed, or the power went`
  if (signal) return `${who} was ended by ${signal}`
  return exitCode === null ? `${who} could not be started` : `${who} ended with code ${exitCode}`
}
