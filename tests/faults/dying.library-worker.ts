/** The real library process, except that it dies, without a word, when it is handed a file whose name says so. */
process.prependListener('message', (message) => {
  const text = JSON.stringify(message)
  if (text.includes('ends-the-reader')) process.kill(process.pid, 'SIGKILL')
  if (text.includes('breaks-the-reader')) process.kill(process.pid, 'SIGSEGV')
  if (text.includes('leaves-the-reader')) process.exit(3)
})

await import('../../workers/library/library.worker.ts')
