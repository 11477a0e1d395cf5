const repeatedAtMost = 400
const shortestRepeat = 3

/**
 * Joins what a model writes on to what stands already: what it repeats of the end is left out, and a space is put where
 * the two would run together.
 */
export function createContinuation(kept: string, source: string) {
  const end = kept.slice(-repeatedAtMost)
  let held = ''
  let joined = kept === ''
  return { add, flush }

  /** What of the words can be shown by now. */
  function add(text: string): string {
    if (joined) return text
    held += text
    const begun = held.trimStart()
    const isOpen =
      begun === '' || suffixes(end).some((suffix) => suffix.length > begun.length && suffix.startsWith(begun))
    return isOpen || isOneWord(begun) ? '' : flush()
  }

  /** What was held back until it was clear how it joins. */
  function flush(): string {
    if (joined || held === '') return ''
    joined = true
    const words = withoutRepeat(held, end, source)
    held = ''
    return words === '' || runsOn(end, words, source) ? words : ` ${words}`
  }
}

// Its end may still come, and with it whether it is a repeated word.
function isOneWord(text: string): boolean {
  return /^[\p{L}\p{N}]+$/u.test(text) && text.length < 40
}

function withoutRepeat(text: string, end: string, source: string): string {
  const begun = text.trimStart()
  const repeated = suffixes(end).find(
    (suffix) => suffix.trim().length >= shortestRepeat && begun.startsWith(suffix.trimStart()),
  )
  if (repeated === undefined) return text
  const rest = begun.slice(repeated.trimStart().length)
  // `in` stands at the beginning of `invoices`, too: only a word cut off is made whole.
  const cutsWord = /^[\p{L}\p{N}]/u.test(rest) && /[\p{L}\p{N}]$/u.test(repeated)
  return cutsWord && hasWord(source, lastWord(repeated)) ? text : rest
}

/** The ends of a text that begin where a word does, the longest first. */
function suffixes(end: string): readonly string[] {
  return [...end.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)].map(({ index }) => end.slice(index))
}

function runsOn(end: string, words: string, source: string): boolean {
  if (/^\s/.test(words) || end === '' || /\s$/.test(end)) return true
  if (/^[.,;:!?…)\]}”’»%]/u.test(words)) return true
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}(“‘«/-]$/u.test(end)) return true
  const first = /^[\p{L}\p{N}]+/u.exec(words)?.[0] ?? ''
  const last = lastWord(end)
  return first !== '' && last !== '' && hasWord(source, last + first)
}

function lastWord(text: string): string {
  return /(?<![\p{L}\p{N}])[\p{L}\p{N}]+$/u.exec(text)?.[0] ?? ''
}

function hasWord(source: string, word: string): boolean {
  const wanted = word.toLowerCase()
  return source
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .includes(wanted)
}
