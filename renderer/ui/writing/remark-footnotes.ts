import type { Nodes, Parent, PhrasingContent, Root, Text } from 'mdast'

/**
 * Footnotes stand where they are written, and what refers to them needs not stand in the same text: an answer is drawn
 * block by block. They become `sup` and `div` with the name of the note, which the page links without an address.
 */
export function remarkFootnotes() {
  return (root: Root) => {
    linkNotes(root)
  }
}

function linkNotes(parent: Parent) {
  parent.children = parent.children.flatMap((child): Nodes[] => {
    if (child.type === 'footnoteReference') return [reference(child.label ?? child.identifier)]
    if (child.type === 'text' && parent.type !== 'link') return cutAtReferences(child)
    if ('children' in child) linkNotes(child)
    if (child.type === 'footnoteDefinition') {
      const note = child.label ?? child.identifier
      const data = { hName: 'div', hProperties: { dataNote: note } }
      return [{ type: 'blockquote', children: child.children, data }]
    }
    return [child]
    // A child stays of a kind that its parent may have.
  }) as Parent['children']
}

/** `[^1]` is plain text to the parser where the note itself is in another block. */
function cutAtReferences(text: Text): (Text | PhrasingContent)[] {
  const parts = text.value.split(/\[\^([^\]\s[^]{1,40})\]/)
  if (parts.length === 1) return [text]
  return parts.flatMap((part, index): PhrasingContent[] => {
    if (index % 2 === 1) return [reference(part)]
    return part === '' ? [] : [{ type: 'text', value: part }]
  })
}

function reference(note: string): PhrasingContent {
  return {
    type: 'emphasis',
    children: [{ type: 'text', value: note }],
    data: { hName: 'sup', hProperties: { dataNote: note } },
  }
}
