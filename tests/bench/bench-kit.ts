import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'

export interface BenchOptions {
  /** Folders of the evaluation format. */
  readonly sets: readonly string[]
  /** Passages of the libraries to measure; empty for those that the bench would choose. */
  readonly sizes: readonly number[]
  /** A folder with what an earlier run gave, to compare with; null for none. */
  readonly against: string | null
}

export interface Bench {
  readonly name: string
  readonly title: string
  /** Takes so long that it runs only when it is named. */
  readonly onDemand?: boolean
  /** Measures and gives its tables as Markdown. Never fails on a time. */
  run(options: BenchOptions): Promise<string>
}

/** One line that says where and when something was measured, and how busy that machine was with other work. */
export function machine(): string {
  const parts = [
    `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores`,
    `${Math.round(totalmem() / 1024 ** 3)} GB`,
    `${platform()} ${release()}`,
    `Node ${process.versions.node}`,
    new Date().toISOString().slice(0, 10),
    `load ${loadavg()[0]?.toFixed(1)} before the start`,
  ]
  return `Measured on: ${parts.join('; ')}.`
}

/** A Markdown table, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const aligned = head.map((_, column) => (rows.every((row) => isNumeric(row[column])) ? '--:' : '---'))
  return [head, aligned, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** The value below which a share of the values lies, such as 0.95 of them. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** A number as people read it: three digits that matter, thousands apart. */
export function readable(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return value.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(value) >= 1000 ? 4 : 3 })
}

function isNumeric(cell: string | number | undefined): boolean {
  return typeof cell === 'number' || /^[–\d.,]+( (ms|s|MB|%))?$/.test(cell ?? '')
}
