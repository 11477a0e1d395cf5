/**
 * The stem of a folded word, by Porter's algorithm as SQLite's full-text table applies it, so that query words, marks and
 * word counts agree with the index.
 */
export function stem(word: string): string {
  const bytes = Buffer.byteLength(word)
  if (bytes < 3 || bytes > 64) return word
  let stemmed = withoutFinalY(withoutPastOrGerund(withoutPlural(word)))
  stemmed = replaceSuffix(stemmed, secondStep, 0)
  stemmed = replaceSuffix(stemmed, thirdStep, 0)
  stemmed = replaceSuffix(stemmed, fourthStep, 1)
  return withoutDoubleL(withoutFinalE(stemmed))
}

type Suffixes = readonly (readonly [suffix: string, replacement: string])[]

const secondStep: Suffixes = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['logi', 'log'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
]

const thirdStep: Suffixes = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
]

const fourthStep: Suffixes = 'al ance ence er ic able ible ant ement ment ent sion tion ou ism ate iti ous ive ize'
  .split(' ')
  .map((suffix) => (suffix === 'sion' || suffix === 'tion' ? [suffix, suffix.slice(0, 1)] : [suffix, '']))

function withoutPlural(word: string): string {
  if (!word.endsWith('s') || word.endsWith('ss')) return word
  return /(?<=.)sses$|(?<=.)ies$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}

function withoutPastOrGerund(word: string): string {
  if (word.length > 3 && word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  const shorter = /^.+ing$/.test(word) ? word.slice(0, -3) : /^.+ed$/.test(word) ? word.slice(0, -2) : null
  if (shorter === null || !hasVowel(shorter)) return word
  if (/.(at|bl|iz)$/.test(shorter)) return `${shorter}e`
  if (/([^aeioulsz])\1$/.test(shorter)) return shorter.slice(0, -1)
  return measure(shorter) === 1 && endsShort(shorter) ? `${shorter}e` : shorter
}

function withoutFinalY(word: string): string {
  return word.endsWith('y') && hasVowel(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word
}

function replaceSuffix(word: string, suffixes: Suffixes, minimum: number): string {
  const match = suffixes.find(([suffix]) => word.length > suffix.length && word.endsWith(suffix))
  if (!match) return word
  const [suffix, replacement] = match
  const kept = word.slice(0, word.length - suffix.length) + (minimum === 1 ? replacement : '')
  return measure(kept) > minimum ? (minimum === 1 ? kept : kept + replacement) : word
}

function withoutFinalE(word: string): string {
  if (!word.endsWith('e')) return word
  const shorter = word.slice(0, -1)
  const length = measure(shorter)
  return length > 1 || (length === 1 && !endsShort(shorter)) ? shorter : word
}

function withoutDoubleL(word: string): string {
  return word.endsWith('ll') && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word
}

/** One letter per letter: `v` for a vowel, `c` for a consonant; y is a vowel after a consonant. */
function shape(word: string): string {
  let shaped = ''
  for (const letter of word) {
    const vowel = 'aeiou'.includes(letter) || (letter === 'y' && shaped.endsWith('c'))
    shaped += vowel ? 'v' : 'c'
  }
  return shaped
}

function measure(word: string): number {
  return shape(word).match(/vc/g)?.length ?? 0
}

function hasVowel(word: string): boolean {
  return /[aeiou]|(?<=.)y/.test(word)
}

function endsShort(word: string): boolean {
  return !/[wxy]$/.test(word) && shape(word).endsWith('cvc')
}
