import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { availableParallelism, freemem, homedir, totalmem } from 'node:os'
import { delimiter, join } from 'node:path'
import type { ModelsState } from '#contract/models.contract'

export type Machine = ModelsState['machine']

/** What this machine, or the container it is, has for models. */
export async function machineFacts(folder: string): Promise<Machine> {
  const limit = process.constrainedMemory()
  const memory = Math.min(totalmem(), limit > 0 ? limit : Number.POSITIVE_INFINITY)
  const disk = await statfs(folder).catch(() => null)
  return {
    memory,
    freeMemory: Math.min(memory, process.availableMemory() || freemem()),
    freeDisk: disk && disk.bavail * disk.bsize,
    cores: availableParallelism(),
  }
}

/** Whether Ollama's program is on this machine, running or not. */
export function isOllamaInstalled(environment: Readonly<Record<string, string | undefined>>): boolean {
  const names = process.platform === 'win32' ? ['ollama.exe'] : ['ollama']
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(delimiter).filter(Boolean)
  const usual = [
    '/usr/local/bin/ollama',
    '/opt/homebrew/bin/ollama',
    '/Applications/Ollama.app',
    join(homedir(), 'Applications', 'Ollama.app'),
    ...(environment['LOCALAPPDATA'] ? [join(environment['LOCALAPPDATA'], 'Programs', 'Ollama', 'ollama.exe')] : []),
  ]
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...usual].some(existsSync)
}
