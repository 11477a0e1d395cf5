const longest = 60

/** A conversation's title from its first question: one line, without mark-up, cut at a word. */
export function titleFrom(question: string): string {
  const line = question
    .replace(/```[\s\S]*?(```|$)/g, ' ')
    .replace(/[#>*_`~|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const text = line.replace(/(?<![?!.。？！\s])[?!.。？！\s]+$/u, '') || 'New conversation'
  const characters = [...text]
  if (characters.length <= longest) return capitalized(text)
  const cut = characters.slice(0, longest).join('')
  const space = cut.lastIndexOf(' ')
  return `${capitalized(space > longest / 2 ? cut.slice(0, space) : characters.slice(0, longest - 1).join(''))}…`
}

function capitalized(text: string): string {
  const [first = '', ...rest] = text
  return first.toLocaleUpperCase() + rest.join('')
}
