export type KeySet = ReturnType<typeof createKeySet>

/** A set of passage keys, one bit per key. */
export function createKeySet(keys: Iterable<number> = []) {
  let bits = new Uint8Array(1024)
  let count = 0
  for (const key of keys) add(key)
  return { size: () => count, has, add, remove, keys: list }

  function has(key: number): boolean {
    return ((bits[key >> 3] ?? 0) & (1 << (key & 7))) !== 0
  }

  function add(key: number): void {
    if (has(key)) return
    if (key >> 3 >= bits.length) {
      const larger = new Uint8Array(Math.max(bits.length * 2, (key >> 3) + 1))
      larger.set(bits)
      bits = larger
    }
    bits[key >> 3] = (bits[key >> 3] ?? 0) | (1 << (key & 7))
    count += 1
  }

  function remove(key: number): void {
    if (!has(key)) return
    bits[key >> 3] = (bits[key >> 3] ?? 0) & ~(1 << (key & 7))
    count -= 1
  }

  function* list(): Iterable<number> {
    for (let key = 0; key < bits.length * 8; key++) if (has(key)) yield key
  }
}
