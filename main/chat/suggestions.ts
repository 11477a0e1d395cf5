/** What the library holds, in a few examples. */
export interface LibrarySample {
  /** Questions that come with the sample library; empty while it is not added. */
  readonly written: readonly string[]
  /** Recently read documents with headings of theirs. */
  readonly documents: readonly { readonly title: string; readonly headings: readonly string[] }[]
}

const wanted = 3

/** Three questions that fit these documents, each about another one where there are as many; none while there is none. */
export function suggestQuestions({ written, documents }: LibrarySample): string[] {
  const perDocument = documents.map(questionsAbout)
  const questions = written.slice(0, wanted)
  for (let round = 0; questions.length < wanted && round < wanted; round += 1) {
    for (const candidates of perDocument) {
      const question = candidates[round]
      if (question && questions.length < wanted && !questions.includes(question)) questions.push(question)
    }
  }
  return questions
}

function questionsAbout({ title, headings }: LibrarySample['documents'][number]): string[] {
  const name = titleWords(title)
  const topics = [...new Set(headings.map(topicOf).filter((topic) => topic !== null))].filter((topic) => topic !== name)
  const asked = topics
    .slice(0, wanted)
    .map((topic) => (topic.endsWith('?') ? topic : `What does ${name} say about ${quoted(topic)}?`))
  return name === ''
    ? []
    : [...asked, `What are the main points of ${name}?`, `Which dates and deadlines does ${name} mention?`]
}

// The innermost heading, when it names something.
function topicOf(heading: string): string | null {
  const last = heading.split(' › ').at(-1) ?? ''
  const topic = last
    .replace(/^[\d.\s)§]+/, '')
    .replace(/(?<![.:\s])[.:\s]+$/, '')
    .trim()
  const isGeneric =
    /^(introduction|overview|summary|contents|table of contents|conclusion|references|appendix|notes?)$/i
  return topic.length >= 4 && topic.length <= 50 && /\p{L}/u.test(topic) && !isGeneric.test(topic) ? topic : null
}

function titleWords(title: string): string {
  const words = title
    .replace(/\.[a-z\d]{1,5}$/i, '')
    .replace(/[_]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return words.length <= 60 ? words : `${words.slice(0, 58).trimEnd()}…`
}

function quoted(topic: string): string {
  return /^\p{Lu}\p{Ll}+(?: \p{Ll}+)*$/u.test(topic) ? topic.charAt(0).toLowerCase() + topic.slice(1) : `“${topic}”`
}
