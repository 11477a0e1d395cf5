const form = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+){0,9}))?$/

/** Whether this is a version as releases have one: three numbers, perhaps with a name of what comes before it. */
export function isVersion(text: string): boolean {
  return text.length <= 100 && form.test(text)
}

/** Below 0 when the first version is older, above when it is newer, 0 when they are the same (the order of semver.org). */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [form.exec(one), form.exec(other)]
  if (!first || !second) throw new Error(`Not versions: ${one} and ${other}`)
  for (const at of [1, 2, 3]) {
    const difference = Number(first[at]) - Number(second[at])
    if (difference !== 0) return difference
  }
  return compareNames(first[4], second[4])
}

/** A version without a name comes after those with one: 1.0.0-beta.1 is older than 1.0.0. */
function compareNames(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined)
  const [first, second] = [one.split('.'), other.split('.')]
  for (let at = 0; at < Math.max(first.length, second.length); at += 1) {
    const difference = compareParts(first[at], second[at])
    if (difference !== 0) return difference
  }
  return 0
}

function compareParts(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return Number(other === undefined) - Number(one === undefined)
  const [first, second] = [/^\d+$/.test(one), /^\d+$/.test(other)]
  if (first && second) return Number(one) - Number(other)
  if (first !== second) return first ? -1 : 1
  return one < other ? -1 : Number(one > other)
}
