import { BackupName } from '#contract/backup.contract'

export interface Named {
  readonly series: string
  /** Milliseconds since 1970; names hold whole seconds. */
  readonly madeAt: number
  readonly encrypted: boolean
}

/** The name of a backup; in order of names they are in order of time. */
export function nameOf({ series, madeAt, encrypted }: Named): string {
  const time = new Date(madeAt).toISOString().replace(/[-:]|\.\d+/g, '')
  return `alcove-${series}-${time}.zip${encrypted ? '.aes' : ''}`
}

/** What a name says; null for a file that is no backup of Alcove. */
export function readName(name: string): Named | null {
  if (!BackupName.safeParse(name).success) return null
  const [, series = '', time = ''] = name.split(/[-.]/)
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? []
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number)
  return { series, madeAt: Date.UTC(year, month - 1, day, hour, minute, second), encrypted: name.endsWith('.aes') }
}
