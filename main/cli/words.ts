/** `1 file`, `2 files`, `5,204 files`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
}

/** `12 MB`, with one digit after the point below ten. */
export function bytesInWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), units.length - 1)
  const size = bytes / 1024 ** power
  return `${size.toFixed(power > 0 && size < 10 ? 1 : 0)} ${units[power]}`
}

/** `45 seconds`, `3 minutes`, `about 2 hours`. */
export function durationInWords(seconds: number): string {
  if (seconds < 90) return count(Math.max(1, Math.round(seconds)), 'second')
  if (seconds < 5_400) return count(Math.round(seconds / 60), 'minute')
  return `about ${count(Math.round(seconds / 3_600), 'hour')}`
}
