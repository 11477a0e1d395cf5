import type { RefObject } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { PickList } from '../ui/PickList.tsx'
import { plural } from '../ui/words.ts'
import { categoryOptions, categoryProblem, tagOptions, tagProblem } from './labels.ts'
import { useLabels } from './useLabels.ts'

export interface LabelDialogProps {
  readonly documentIds: readonly string[]
  /** What the documents are called when it is only one. */
  readonly name?: string
  readonly onClose: () => void
  /** The list the documents were chosen in. */
  readonly list: RefObject<HTMLElement | null>
}

/** Ticks the tags of documents; what is typed and not there yet is made. */
export function TagDialog({ documentIds, name, onClose, list }: LabelDialogProps) {
  const { labels, tags, setTag } = useLabels(documentIds)
  const options = tagOptions(tags, labels ?? [])
  return (
    <Dialog
      open
      onClose={onClose}
      finalFocus={list}
      title={`Tag ${name ? `“${name}”` : plural(documentIds.length, 'document')}`}
      description="Tags stay with a document when its file is changed or moved."
      actions={
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <PickList
        label="Find or make a tag"
        options={options}
        onPick={(tag) => setTag({ tag, on: options.find(({ value }) => value === tag)?.mark !== 'all' })}
        onMake={(tag) => setTag({ tag, on: true })}
        makeWords={(tag) => `Make the tag “${tag}”`}
        nameProblem={tagProblem}
        empty="No tags yet. Type one, then Enter."
      />
    </Dialog>
  )
}

/** Puts documents into a category, one for each; `Law/Leases` stands inside `Law`. */
export function CategoryDialog({ documentIds, name, onClose, list }: LabelDialogProps) {
  const { labels, categories, setCategory } = useLabels(documentIds)
  const put = (category: string | null) => {
    setCategory(category)
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      finalFocus={list}
      title={`Category of ${name ? `“${name}”` : plural(documentIds.length, 'document')}`}
      description="A document is in one category. Law/Leases stands inside Law."
      actions={
        <>
          {labels?.some(({ category }) => category !== null) && (
            <Button className="mr-auto" onClick={() => put(null)}>
              No category
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <PickList
        label="Find or make a category"
        options={categoryOptions(categories, labels ?? [])}
        onPick={put}
        onMake={put}
        makeWords={(category) => `Make the category “${category}”`}
        nameProblem={categoryProblem}
        empty="No categories yet. Type one, then Enter."
      />
    </Dialog>
  )
}
