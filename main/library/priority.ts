const hour = 3_600_000
const kilobyte = 1_024

/** Where a file stands in the queue: what changed lately and what is small comes first. Lower is earlier. */
export function priorityOf(file: { readonly bytes: number; readonly modifiedAt: number }, now: number): number {
  return (
    rankOf((now - file.modifiedAt) / hour, [24, 24 * 7, 24 * 30]) + rankOf(file.bytes / kilobyte, [64, 1_024, 10_240])
  )
}

function rankOf(value: number, limits: readonly number[]): number {
  return limits.filter((limit) => value > limit).length
}
