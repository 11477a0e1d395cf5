import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const Seen = z.object({ pid: z.number(), arguments: z.array(z.string()), hasSecrets: z.boolean() })

/** A folder with a program `ollama` in it, which serves as the test server does, and the environment to find it by. */
export async function standInProgram({ fails = false }: { readonly fails?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-ollama-'))
  const note = join(folder, 'started.json')
  const entry = fileURLToPath(new URL('serve-as-ollama.ts', import.meta.url))
  const program = join(folder, 'ollama')
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${entry}" "$@"\n`)
  chmodSync(program, 0o755)
  const port = await freePort()
  return {
    folder,
    address: `http://127.0.0.1:${port}`,
    environment: {
      PATH: folder,
      OLLAMA_HOST: `127.0.0.1:${port}`,
      OLLAMA_STAND_IN_PID: note,
      ...(fails ? { OLLAMA_STAND_IN_FAILS: '1' } : {}),
    },
    /** What it was started with; throws where it was not. */
    seen: () => Seen.parse(JSON.parse(readFileSync(note, 'utf8'))),
    /** Ends what it started, and takes everything away. */
    end: () => {
      try {
        process.kill(Seen.parse(JSON.parse(readFileSync(note, 'utf8'))).pid)
      } catch {
        // It was not started, or ended by itself.
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port')),
      )
    })
  })
}
