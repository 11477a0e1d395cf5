import { SaxesParser } from 'saxes'

/** Of each element named `item` the texts of the elements in it, by their names without prefix; the last of a name counts. */
export function itemsIn(xml: string, item: string): readonly Readonly<Record<string, string>>[] {
  const items: Record<string, string>[] = []
  const path: string[] = []
  let present: Record<string, string> | null = null
  let text = ''
  const parser = new SaxesParser({ xmlns: false })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => {
    path.push(plain(name))
    text = ''
    if (path.at(-1) === item) present = {}
    else if (present) present[plain(name)] ??= ''
  })
  parser.on('text', (part) => {
    text += part
  })
  parser.on('closetag', () => {
    const name = path.pop() ?? ''
    if (name === item && present) {
      items.push(present)
      present = null
    } else if (present && text.trim() !== '') present[name] = text.trim()
    text = ''
  })
  parser.write(xml).close()
  return items
}

function plain(name: string): string {
  return name.replace(/^.*:/, '')
}
