import { writeFileSync } from 'node:fs'
import { startOllamaTestServer } from './test-server.ts'

/** Run by a stand-in for Ollama's program as `ollama serve`: listens where `OLLAMA_HOST` says, or fails as the variables say. */
const { OLLAMA_HOST = '', OLLAMA_STAND_IN_PID, OLLAMA_STAND_IN_FAILS } = process.env
if (OLLAMA_STAND_IN_PID) {
  const hasSecrets = Object.keys(process.env).some((name) => name.startsWith('ALCOVE_'))
  writeFileSync(OLLAMA_STAND_IN_PID, JSON.stringify({ pid: process.pid, arguments: process.argv.slice(2), hasSecrets }))
}
if (OLLAMA_STAND_IN_FAILS) process.exit(3)
await startOllamaTestServer({ port: Number(OLLAMA_HOST.split(':').at(-1)) })
