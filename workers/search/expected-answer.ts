import { fold } from '../words.ts'

/** What kind of word an answer must bring that the question does not hold; null where the question does not say. */
export type ExpectedAnswer = 'date' | 'number' | 'name' | null

// In the languages whose function words are known; folded, as words are compared.
const asksForDate =
  /(?<!\p{L})(?:when|(?:what|which) (?:year|date|day|month|century|decade)|cuando|(?:que|cual) (?:ano|fecha)|quand|quelle (?:annee|date)|wann|welche[sm]? (?:jahr|datum)|quando|wanneer)(?!\p{L})|何时|哪一?年|什么时候/u
const asksForNumber =
  /(?<!\p{L})(?:how (?:many|much|old|long|far|large|big|tall|high|often)|(?:what|which) (?:percentage|percent|number|amount|age)|cuant[oa]s?|(?:que|cual) (?:porcentaje|numero)|combien|wie ?viele?|quant[iea]|quant[oa]s|hoeveel)(?!\p{L})|多少|几/u
const named =
  'person|man|woman|king|queen|emperor|president|leader|author|artist|actor|actress|singer|scientist|player|company|organization|university|country|countries|nation|city|cities|town|state|continent|island|river|team|party|club|church|empire|dynasty|award|language|nationality'
const asksForName = new RegExp(
  `(?<!\\p{L})(?:who|whom|whose|(?:what|which) (?:\\p{L}+ )?(?:${named})|quien(?:es)?|wer|wen|wem|qui|chi|quem|wie (?:is|was|heeft))(?!\\p{L})|谁`,
  'u',
)

/** What a question asks for, told by its question words in the languages whose small words are known. */
export function expectedAnswer(question: string): ExpectedAnswer {
  const folded = fold(question)
  if (asksForDate.test(folded)) return 'date'
  if (asksForNumber.test(folded)) return 'number'
  return asksForName.test(folded) ? 'name' : null
}

/** Whether a sentence brings a word of that kind which the question does not hold. */
export function bringsAnswer(sentence: string, question: string, expected: ExpectedAnswer): boolean {
  if (expected === null) return true
  const asked = new Set(wordsIn(fold(question)))
  if (expected === 'date') return wordsIn(fold(sentence)).some((word) => isOfDate(word) && !asked.has(word))
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

/** A year, a day in figures, a month or a day of the week. */
function isOfDate(word: string): boolean {
  return (
    /^(?:1\d{3}|20\d{2}|\d{1,2}(?:st|nd|rd|th)?|\d{3,4}s)$/.test(word) || /[年月日]/.test(word) || timeWords.test(word)
  )
}

// Their beginnings, in the languages above; "may" and "mars" are more often something else.
const timeWords =
  /^(?:januar|februar|march$|april|june$|july$|august$|septemb|octob|novemb|decemb|enero|febrer|marzo|abril|mayo$|junio|julio|agosto|septiemb|octubr|noviemb|diciemb|janv|fevr|avril|juin$|juillet|aout$|octobr|decembr|marz$|mai$|juni$|juli$|oktob|dezemb|maart|mei$|augustus|monday|tuesday|wednesday|thursday|friday|saturday|sunday|lunes|martes|miercoles|jueves|viernes|sabado|domingo|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|centur|decad|siglo|siecle|jahrhundert)/

const numerals = new Set(
  `one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion half quarter third twice once
  first second fourth fifth uno dos tres cuatro cinco seis siete ocho nueve diez cien mil eins zwei drei vier funf sechs sieben acht neun
  zehn hundert tausend un deux trois quatre cinq sept huit neuf dix cent mille`.split(/\s+/),
)
