/** How a text cites: `[1]`, `[1, 3]`. */
export const citation = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g

/** Code and formulas within a text: brackets in them cite nothing. Two amounts of money are no formula. */
const verbatim =
  /(```[^]*?(?:```|$)|~~~[^]*?(?:~~~|$)|``[^`\n](?:[^\n]*?[^`])?``|`[^`\n]*`|\$\$[^]*?\$\$|\\\[[^]*?\\\]|\\\(.*?\\\)|\$(?![\s$])[^$\n]*?(?<![\s\\])\$(?!\d))/

/** Changes the words of a text and leaves its code and formulas as they are. */
export function outsideOfVerbatim(text: string, change: (words: string) => string): string {
  return text
    .split(verbatim)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('')
}

/** The numbers a stretch of Markdown cites, each once, in order. */
export function citedNumbers(markdown: string): readonly number[] {
  const numbers = new Set<number>()
  outsideOfVerbatim(markdown, (words) => {
    for (const [, list = ''] of words.matchAll(citation)) for (const n of numbersIn(list)) numbers.add(n)
    return ''
  })
  return [...numbers]
}

/** The numbers of one citation, without its brackets. */
export function numbersIn(list: string) {
  return list.split(',').map((n) => Number(n.trim()))
}
