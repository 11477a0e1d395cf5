/** The real library process, except that it dies, without a word, when it is handed a file whose name says so. */
process.prependListener('message', (message) => {
  if (JSON.stringify(message).includes('ends-the-reader')) process.kill(process.pid, 'SIGKILL')
})

await import('../../workers/library/library.worker.ts')
