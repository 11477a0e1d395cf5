import { lstat, opendir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Room } from '#contract/system.contract'
import { logFiles } from '../app/log.ts'

export interface RoomDeps {
  readonly root: string
  readonly logs: string
  readonly crashes: string
  readonly backups: string
}

interface Part {
  readonly name: string
  readonly about: string
  /** What belongs to it, as paths. */
  readonly paths: () => Promise<readonly string[]>
  readonly removable?: boolean
  /** Deleted by the remedy that frees space, without asking for each. */
  readonly dispensable?: boolean
}

/** What takes room in the data folder, and what of it can go without losing anything. */
export function createRoomView({ root, logs, crashes, backups }: RoomDeps) {
  const inRoot =
    (...names: readonly string[]) =>
    async () =>
      names.map((name) => join(root, name))
  const parts: readonly Part[] = [
    {
      name: 'library',
      about: 'Documents as text, conversations and settings.',
      paths: inRoot('alcove.sqlite', 'alcove.sqlite-wal', 'alcove.sqlite-shm'),
    },
    { name: 'index', about: 'Made from the library, to find by meaning quickly.', paths: inRoot('index') },
    { name: 'imports', about: 'Copies of pasted texts and dropped files.', paths: inRoot('imports') },
    { name: 'models', about: 'Models that you put there or had fetched.', paths: inRoot('models') },
    {
      name: 'before-restore',
      about: 'What was there before a backup took its place.',
      paths: inRoot('before-restore'),
    },
    { name: 'browser', about: 'The desktop app’s own files.', paths: inRoot('chromium') },
    {
      name: 'newest-copy',
      about: 'The library before its layout changed last, to go back to.',
      paths: async () => (await copies()).slice(0, 1),
    },
    {
      name: 'older-copies',
      about: 'The library before earlier changes of its layout.',
      paths: async () => (await copies()).slice(1),
      removable: true,
    },
    {
      name: 'older-logs',
      about: 'What Alcove noted of itself before today.',
      paths: async () => olderLogs(),
      removable: true,
      dispensable: true,
    },
    {
      name: 'crash-records',
      about: 'Where Alcove ended unexpectedly.',
      paths: async () => (await readdir(crashes)).filter(isRecord).map((name) => join(crashes, name)),
      removable: true,
      dispensable: true,
    },
  ]
  return { room, free, freeDispensable }

  async function room(): Promise<Room[]> {
    const measured = await Promise.all(
      parts.map(async ({ name, about, removable = false, paths }) => ({
        name,
        about,
        removable,
        bytes: await sizeOf(paths),
      })),
    )
    return measured.filter(({ bytes }) => bytes > 0).toSorted((one, other) => other.bytes - one.bytes)
  }

  /** How many bytes went; parts that are not to be deleted stay, whoever asks. */
  async function free(names: readonly string[]): Promise<number> {
    let bytes = 0
    for (const { name, removable, paths } of parts) {
      if (!removable || !names.includes(name)) continue
      for (const path of await paths()) {
        bytes += await bytesAt(path)
        await rm(path, { recursive: true, force: true })
      }
    }
    return bytes
  }

  function freeDispensable(): Promise<number> {
    return free(parts.filter(({ dispensable }) => dispensable).map(({ name }) => name))
  }

  /** The newest first. */
  async function copies(): Promise<readonly string[]> {
    const names = (await readdir(backups).catch(() => [])).filter((name) => /^before-[\w.-]+\.sqlite$/.test(name))
    const paths = names.map((name) => join(backups, name))
    const written = new Map(await Promise.all(paths.map(async (path) => [path, (await stat(path)).mtimeMs] as const)))
    return paths.toSorted((one, other) => (written.get(other) ?? 0) - (written.get(one) ?? 0))
  }

  function olderLogs(): readonly string[] {
    return logFiles(logs)
      .slice(1)
      .map((name) => join(logs, name))
  }
}

function isRecord(name: string): boolean {
  return name === 'dumps' || /^\d{13}-[a-z]+-[a-z\d]{4}\.json$/.test(name)
}

async function sizeOf(paths: Part['paths']): Promise<number> {
  let bytes = 0
  for (const path of await paths()) bytes += await bytesAt(path)
  return bytes
}

/** Size of a file, or of all files in a folder; what vanishes meanwhile counts nothing. */
export async function bytesAt(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null)
  if (!found?.isDirectory()) return found?.size ?? 0
  let bytes = 0
  try {
    for await (const entry of await opendir(path)) bytes += await bytesAt(join(path, entry.name))
  } catch {
    // A folder that vanished while it was read.
  }
  return bytes
}
