import { eld } from 'eld/small'

/**
 * Whether a text is in a language whose endings the table's English stemmer does not know; false where a few words do not say.
 */
export function isInflected(text: string): boolean {
  const sample = text.slice(0, sampleLength)
  if ((sample.match(/\p{Script=Latin}/gu)?.length ?? 0) < fewestLetters) return false
  const { language } = eld.detect(sample)
  return language !== '' && language !== 'en'
}

const sampleLength = 400
const fewestLetters = 40
