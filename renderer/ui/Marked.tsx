import type { TextRange } from '#contract/passage'
import { type HiddenCharacter, hiddenCharacters } from './hidden-characters.ts'
import { cutByMarks } from './marks.ts'

/** Words of a source with the highlighter on the given ranges; what is hidden in them is named instead of being obeyed. */
export function Marked({ text, marks }: { readonly text: string; readonly marks: readonly TextRange[] }) {
  return cutByMarks(text, marks).map((piece, index) =>
    piece.marked ? (
      <mark key={`${index}m`}>
        <Plain text={piece.text} />
      </mark>
    ) : (
      <Plain key={`${index}p`} text={piece.text} />
    ),
  )
}

function Plain({ text }: { readonly text: string }) {
  const hidden = hiddenCharacters(text)
  if (hidden.length === 0) return text
  return cutByMarks(text, hidden).map((piece, index) => {
    const sign = piece.marked ? signOf(piece.text) : undefined
    return sign ? <HiddenSign key={`${index}h`} {...sign} /> : piece.text
  })
}

function signOf(text: string): HiddenCharacter | undefined {
  return hiddenCharacters(text)[0]
}

function HiddenSign({ name, does }: Pick<HiddenCharacter, 'name' | 'does'>) {
  return (
    <span className="hidden-sign" title={`${name} ${does}`}>
      {name}
    </span>
  )
}
