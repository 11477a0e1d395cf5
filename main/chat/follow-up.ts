/**
 * What to search for: a question that leans on the one before (it points back with a pronoun, continues with "and", or has
 * hardly a word of its own) is searched together with that one's words.
 */
export function searchWords(question: string, previous: string | undefined): string {
  return previous !== undefined && leansOnPrevious(question) ? `${question} ${previous}`.slice(0, 8_000) : question
}

// English, German, French, Spanish: words that stand for something named before.
const pointers = new Set(
  `it its they them their theirs this that these those he him his she her hers there then one ones former latter same both
  er sie es ihn ihm ihr ihre ihren diese dieser dieses diesen dort davon dazu darin dafür damit daran
  il elle ils elles lui leur cela ceci celui celle ceux en y
  él ella ellos ellas eso esto ese esa aquello allí lo`.split(/\s+/),
)
const continuations =
  /^(and|but|or|so|also|und|aber|oder|auch|et|mais|ou|aussi|y|pero|o|también|what about|how about|why\W*$|who\W*$|when\W*$|where\W*$)\b/i
const ownWordsNeeded = 2

function leansOnPrevious(question: string): boolean {
  if (continuations.test(question.trim())) return true
  const words = [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(question.toLowerCase())]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment)
  if (words.some((word) => pointers.has(word))) return true
  return words.filter((word) => word.length >= 4 || /[\u0250-\uffff]/.test(word)).length < ownWordsNeeded
}
