import type { BenchTexts } from './bench-texts.ts'

const questionCount = 300

/** Questions no two alike: a stretch of words out of each of many texts. */
export function questionsOf({ texts }: BenchTexts): readonly string[] {
  return Array.from({ length: questionCount }, (_, index) => {
    const words = (texts[index % texts.length] ?? '').split(/\s+/)
    const start = (index * 7) % Math.max(1, words.length - 8)
    return words.slice(start, start + 8).join(' ')
  })
}
