import type { CrashRecords } from '../operation/crash-records.ts'
import type { Finding, HealthCheck } from '../system/system.service.ts'

export interface OwnHealthDeps {
  readonly workers: Readonly<Record<'library' | 'search', { pid(): number | null; restarts(): number }>>
  readonly crashes: Pick<CrashRecords, 'list'>
  readonly clock?: () => number
}

const day = 86_400_000
/** A process that ends this often in one session does so for a reason. */
const tooOften = 3

/** What `doctor` says of the program's own processes and ends. */
export function ownHealth({ workers, crashes, clock = Date.now }: OwnHealthDeps): readonly HealthCheck[] {
  return [
    { name: 'processes', look: async () => processes() },
    { name: 'crashes', look: async () => ends() },
  ]

  function processes(): Finding {
    const names = ['library', 'search'] as const
    const detail = names
      .map((name) => `${name} ${workers[name].pid() === null ? 'rests' : 'runs'}${again(workers[name].restarts())}`)
      .join(', ')
    const actions = names.map((name) => ({ kind: 'mend' as const, remedy: `restart-${name}` as const }))
    return names.some((name) => workers[name].restarts() >= tooOften)
      ? { detail, actions, remedy: 'It ended again and again. The records below say where; a restart may help.' }
      : { detail, actions }
  }

  function ends(): Finding {
    const recent = crashes.list().filter(({ at, process }) => process !== 'page' && clock() - at < day)
    const [last] = recent
    if (!last) return { detail: 'none within a day' }
    const detail = `${recent.length} within a day, the last on ${when(last.at)} (${last.process})`
    return { detail, remedy: 'Nothing was lost. Settings, Health, has a record of each.' }
  }
}

function again(restarts: number): string {
  return restarts === 0 ? '' : ` (started again ${restarts} ${restarts === 1 ? 'time' : 'times'})`
}

function when(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}
