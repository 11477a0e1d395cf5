/** A piece of a text as the full-text table knows it: a word, or one of the overlapping parts of a word that is cut. */
export interface Piece {
  /** Folded: lower case, without accents. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** True where the piece is a part of a longer run that was cut. */
  readonly cut: boolean
}

/** Letters of scripts written without spaces, or with endings glued on as in Korean: cut into overlapping pairs. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
const unspacedRun = new RegExp(`[${unspaced}][${unspaced}\\p{M}]*`, 'gu')
const hasUnspaced = new RegExp(`[${unspaced}]`, 'u')
const wordRun = new RegExp(`[${unspaced}][${unspaced}\\p{M}]*|(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}\\p{Co}])+`, 'gu')

/** A text as it is written to the full-text table: pairs where its script has no spaces, otherwise the text itself. */
export function searchableWords(text: string): string {
  if (!hasUnspaced.test(text)) return text
  return text.replace(
    unspacedRun,
    (run) =>
      ` ${pairs(run)
        .map(({ text }) => text)
        .join(' ')} `,
  )
}

/** The pieces of a text in reading order, cut exactly as `searchableWords` cuts them. */
export function piecesOf(text: string): Piece[] {
  return [...text.matchAll(wordRun)].flatMap((match): Piece[] => {
    const [run] = match
    if (!hasUnspaced.test(run)) {
      const folded = fold(run)
      return folded ? [{ text: folded, start: match.index, end: match.index + run.length, cut: false }] : []
    }
    return pairs(run).map((pair) => ({
      text: fold(pair.text),
      start: match.index + pair.start,
      end: match.index + pair.start + pair.text.length,
      cut: true,
    }))
  })
}

/** Lower case without accents, as the full-text table folds words. */
export function fold(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
}

/** Overlapping pairs of letters with their marks; a letter that stands alone is a piece of its own. */
function pairs(run: string): { readonly text: string; readonly start: number }[] {
  const letters = [...run.matchAll(/\P{M}\p{M}*/gu)].map((match) => ({ text: match[0], start: match.index }))
  if (letters.length < 2) return [{ text: run, start: 0 }]
  return letters.slice(0, -1).map(({ start }, index) => {
    const next = letters[index + 1] ?? { text: '', start }
    return { text: run.slice(start, next.start + next.text.length), start }
  })
}
