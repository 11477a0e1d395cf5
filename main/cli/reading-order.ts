export interface ReadingOrder {
  /** How many passages can be cited; other numbers are left out. */
  known(count: number): void
  /** The next piece of an answer, as far as its numbers are complete. */
  add(piece: string): string
  /** What was held back. */
  end(): string
}

/** Counts the citations of a streamed answer from 1 as they are read, as the finished answer does. */
export function createReadingOrder(): ReadingOrder {
  const numbers = new Map<number, number>()
  let passages = 0
  let held = ''
  return {
    known: (count) => {
      passages = count
    },
    add(piece) {
      const text = held + piece
      const open = /\s?\[[\d,;\s]{0,20}$/.exec(text)
      held = open ? open[0] : ''
      return text
        .slice(0, text.length - held.length)
        .replace(/(\s?)\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()/g, rewrite)
    },
    end() {
      const rest = held
      held = ''
      return rest
    },
  }

  function rewrite(_found: string, space: string, list: string): string {
    const known = list
      .split(/[,;]/)
      .map(Number)
      .filter((n) => n >= 1 && n <= passages)
    const counted = known.map((n) => {
      const number = numbers.get(n) ?? numbers.size + 1
      numbers.set(n, number)
      return number
    })
    return counted.length > 0 ? `${space}[${counted.join(', ')}]` : ''
  }
}
