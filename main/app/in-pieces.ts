/**
 * Deletes until a piece comes out smaller than asked for, with a turn for others after each piece; returns how many went.
 * `deleteSome` deletes at most so many and returns how many it did.
 */
export async function deleteInPieces(most: number, deleteSome: (most: number) => number): Promise<number> {
  for (let deleted = 0; ; ) {
    const some = deleteSome(most)
    deleted += some
    if (some < most) return deleted
    await new Promise((resolve) => setImmediate(resolve))
  }
}
