export interface KeyGroup {
  readonly group: string
  readonly keys: readonly (readonly [label: string, keys: string])[]
}

/** The keys of all pages, as they are offered there. */
export const keyGroups: readonly KeyGroup[] = [
  {
    group: 'Everywhere',
    keys: [
      ['Find an action, a page or a document', 'mod+k'],
      ['Ask', 'g a'],
      ['Search', 'g s'],
      ['Library', 'g l'],
      ['Find in conversations', 'g c'],
      ['Settings', 'g ,'],
      ['New conversation', 'mod+shift+o'],
      ['Add a folder to the library', 'mod+shift+a'],
      ['Fold or unfold the side bar', 'mod+b'],
      ['Close the encrypted library', 'mod+shift+e'],
      ['Keys of this page', '?'],
      ['One step back', 'escape'],
    ],
  },
  {
    group: 'Ask',
    keys: [
      ['Write a question', '/'],
      ['Dictate', 'mod+shift+d'],
      ['Ask', 'enter'],
      ['New line', 'shift+enter'],
      ['Stop an answer', 'escape'],
      ['Copy the answer with its sources', 'c'],
      ['Ask again', 'r'],
      ['Read the answer aloud, pause, read on', 'l'],
      ['Edit the question', 'e'],
    ],
  },
  {
    group: 'Search and Library',
    keys: [
      ['Go to the box', '/'],
      ['Go to the box of the search, while typing', 'mod+f'],
      ['Move through the rows', 'arrowup arrowdown'],
      ['Open the row', 'enter'],
      ['Save the search', 'mod+d'],
      ['More like the passage', 'mod+shift+l'],
      ['Try a failed file again', 'r'],
      ['Show the sources', 's'],
      ['The library as a table or as a tree', 'v'],
      ['Tag what is selected', 't'],
      ['Take what is selected out of the library', 'delete'],
    ],
  },
  {
    group: 'Documents',
    keys: [
      ['Previous and next evidence', '[ ]'],
      ['Open full, or beside the page', 'o'],
      ['Ask about this document', 'a'],
      ['Passages of this document', 'p'],
      ['Close', 'escape'],
    ],
  },
]
