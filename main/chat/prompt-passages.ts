import type { Passage } from '#contract/passage'
import { placeInWords } from '#contract/place-words'
import { estimateTokens } from './budget.ts'
import { asData } from './prompt-data.ts'

/** A passage as it was given to a model. */
export interface GivenPassage {
  readonly passage: Passage
  /** How much of its text had room; null: all. */
  readonly part: number | null
}

const shortestPart = 200

/** The passages that have room, from the first; the last one cut if need be. What was told before takes none. */
export function fittingPassages(
  passages: readonly Passage[],
  budget: number,
  isTold: (passage: Passage) => boolean = () => false,
): readonly GivenPassage[] {
  const fitting: GivenPassage[] = []
  let left = budget
  for (const [index, passage] of passages.entries()) {
    const cost = isTold(passage) ? 0 : passageCost(passage)
    if (cost <= left) {
      fitting.push({ passage, part: null })
      left -= cost
      continue
    }
    // A part of the passage is better than none, when it is more than a few words.
    if (left >= shortestPart || index === 0) {
      const share = Math.max(0, left) / cost
      fitting.push({ passage, part: Math.floor(passage.text.length * share * 0.9) })
    }
    break
  }
  return fitting
}

/** What a whole passage takes, in tokens as they are estimated. */
export function passageCost(passage: Passage): number {
  return estimateTokens(passageInWords(10, { passage, part: null }))
}

/** A passage as a model reads it, under its number. */
export function passageInWords(n: number, { passage, part }: GivenPassage): string {
  const { title, page, heading } = passage
  const words = page === null ? placeInWords(passage) : null
  const place = [
    attribute('document', title),
    page === null ? '' : attribute('page', String(page)),
    words === null ? '' : attribute('place', words),
    heading === null ? '' : attribute('heading', heading),
  ]
  const text = part === null ? passage.text : `${passage.text.slice(0, part)} …`
  return `<passage number="${n}"${place.join('')}>\n${asData(text)}\n</passage>`
}

function attribute(name: string, value: string): string {
  return ` ${name}="${asData(value).replaceAll('"', "'").replace(/\s+/g, ' ').slice(0, 200)}"`
}
