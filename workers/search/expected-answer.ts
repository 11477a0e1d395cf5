import { fold } from '../words.ts'

/** What kind of word an answer must bring that the question does not hold; null where the question does not say. */
export type ExpectedAnswer = 'number' | 'name' | null

// In the languages whose function words are known; folded, as words are compared.
const asksForNumber =
  /(?<!\p{L})(?:how (?:many|much|old|long|far|large|big|tall|high|often)|when|(?:what|which) (?:year|date|day|month|century|decade|percentage|percent|number|amount|age)|cuant[oa]s?|cuando|(?:que|cual) (?:ano|fecha|porcentaje|numero)|combien|quand|quelle (?:annee|date)|wie ?viele?|wann|welche[sm]? (?:jahr|datum)|quant[ie]|quando|quant[oa]s?|hoeveel|wanneer)(?!\p{L})|多少|几|何时|哪一?年|什么时候/u
const asksForName =
  /(?<!\p{L})(?:who|whom|whose|which (?:person|man|woman|king|queen|president|author|company|country|city)|quien(?:es)?|wer|wen|wem|qui|chi|quem|wie (?:is|was|heeft))(?!\p{L})|谁/u

/** What a question asks for, told by its question words in the languages whose small words are known. */
export function expectedAnswer(question: string): ExpectedAnswer {
  const folded = fold(question)
  if (asksForNumber.test(folded)) return 'number'
  return asksForName.test(folded) ? 'name' : null
}

/** Whether a sentence brings a word of that kind which the question does not hold. */
export function bringsAnswer(sentence: string, question: string, expected: ExpectedAnswer): boolean {
  if (expected === null) return true
  const asked = new Set(wordsIn(fold(question)))
  if (expected === 'number') return wordsIn(fold(sentence)).some((word) => isNumber(word) && !asked.has(word))
  return [...sentence.matchAll(/(?<=[\p{L}\p{N},;:“"(] ?)\p{Lu}[\p{L}\p{M}’'-]+|\p{Script=Han}/gu)].some(
    ([name]) => !asked.has(fold(name)),
  )
}

function wordsIn(text: string): string[] {
  return text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}

function isNumber(word: string): boolean {
  return /\p{N}/u.test(word) || numerals.has(word)
}

const numerals = new Set(
  `one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion half quarter third twice once
  first second fourth fifth uno dos tres cuatro cinco seis siete ocho nueve diez cien mil eins zwei drei vier funf sechs sieben acht neun
  zehn hundert tausend un deux trois quatre cinq sept huit neuf dix cent mille`.split(/\s+/),
)
