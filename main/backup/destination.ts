/** A file at the place of backups. */
export interface KeptFile {
  readonly name: string
  readonly bytes: number
}

export interface Finished {
  readonly name: string
  /** Where it was written to: what `stage` said, or a file of this machine. */
  readonly file: string
  readonly bytes: number
  readonly sha256: string
}

/** A place that keeps backups. Each method throws `BackupTrouble` for what a person can do something about. */
export interface Destination {
  /** How a person knows it. */
  readonly where: string
  /** Makes sure that it is there and can be written to, and marks it as ours. */
  claim(signal?: AbortSignal): Promise<void>
  /** All files by names of backups, in no order. */
  list(signal?: AbortSignal): Promise<readonly KeptFile[]>
  /** Where a backup may be written so that `keep` needs not move its bytes; null: anywhere on this machine. */
  stage(name: string): Promise<string | null>
  /** Takes in a finished backup; it has its name from the moment it is whole, and not before. */
  keep(finished: Finished, signal?: AbortSignal): Promise<void>
  /** A path under which the backup can be read; `scratch` is where it is put when it has to be fetched. */
  fetch(name: string, scratch: string, signal?: AbortSignal): Promise<string>
  remove(name: string, signal?: AbortSignal): Promise<void>
  /** Takes away what a run that was ended left half written. */
  tidy(series: string): Promise<void>
}
