import type { TextRange } from '#contract/passage'

export interface HiddenCharacter extends TextRange {
  /** `U+202E`, or the first of several. */
  readonly name: string
  readonly does: 'turns the direction of writing' | 'cannot be seen' | 'spells words that cannot be seen'
}

/**
 * Characters of a text that nobody sees although they change what it says or to whom: turned directions, signs without
 * width, tags. Those that scripts and emoji are properly written with are not among them.
 */
export function hiddenCharacters(text: string): readonly HiddenCharacter[] {
  if (!any.test(text)) return []
  const isRightToLeft = rightToLeft.test(text)
  return [...text.matchAll(each)].flatMap(({ 0: found, index }) => {
    const code = found.codePointAt(0) ?? 0
    if (isFlag.test(found) || (isMark(code) && isRightToLeft)) return []
    return [{ start: index, end: index + found.length, name: nameOf(code), does: whatDoes(code) }]
  })
}

/** In one sentence, what hidden characters a text has; null when it has none. */
export function hiddenCharactersInWords(text: string): string | null {
  const { length } = hiddenCharacters(text)
  if (length === 0) return null
  return length === 1 ? 'Contains a hidden character' : `Contains ${length.toLocaleString('en')} hidden characters`
}

// Left out are the joiners (U+200C, U+200D), which Persian, Indic scripts and emoji need, and the soft hyphen.
const signs = String.raw`\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u206a-\u206f\ufeff\ufff9-\ufffb\u061c\u3164\uffa0`
const any = new RegExp(String.raw`[${signs}\u{e0000}-\u{e007f}]`, 'u')
const each = new RegExp(String.raw`\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f}|[\u{e0000}-\u{e007f}]+|[${signs}]`, 'gu')
/** The flags of England, Scotland and Wales are spelled in tags. */
const isFlag = /^\u{1f3f4}/u
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u

function isMark(code: number): boolean {
  return code === 0x200e || code === 0x200f || code === 0x061c
}

function whatDoes(code: number): HiddenCharacter['does'] {
  if (code >= 0xe0000) return 'spells words that cannot be seen'
  const turns = isMark(code) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
  return turns ? 'turns the direction of writing' : 'cannot be seen'
}

function nameOf(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}
