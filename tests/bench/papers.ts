import { seeded } from './bench-texts.ts'

export interface Paper {
  readonly title: string
  readonly sections: readonly { readonly heading: string; readonly sentences: readonly string[] }[]
}

/** Papers made of the sentences of real texts: most of a section is of one text, some is of any, so no two are equal. */
export function paperMaker(texts: readonly string[], { least = 2, spread = 4 } = {}): (number: number) => Paper {
  const sentences = texts.map((text) => text.split(/(?<=[.!?。]) +/).filter((one) => one.trim().length > 20))
  const rich = sentences.filter((of) => of.length > 1)
  return (number) => {
    const next = seeded(number + 1)
    const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(next() * of.length)]
    const section = () => {
      const subject = pick(rich) ?? []
      const count = 7 + Math.floor(next() * 5)
      return Array.from({ length: count }, () => pick(next() < 0.7 ? subject : (pick(rich) ?? [])) ?? '')
    }
    const sections = Array.from({ length: least + Math.floor(next() * spread) }, (_, at) => ({
      heading: `Part ${at + 1}`,
      sentences: section(),
    }))
    return { title: `Paper ${number}`, sections }
  }
}

/** A paper as Markdown. */
export function markdownOf({ title, sections }: Paper): string {
  const parts = sections.map(({ heading, sentences }) => `## ${heading}\n\n${sentences.join(' ')}\n`)
  return `# ${title}\n\n${parts.join('\n')}`
}
