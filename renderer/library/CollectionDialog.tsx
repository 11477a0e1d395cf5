import { Checkbox } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import { useState } from 'react'
import type { Collection } from '#contract/collections.contract'
import type { Source } from '#contract/library-item'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { Icon } from '../ui/Icon.tsx'
import { count } from '../ui/words.ts'
import { useCollections } from './useCollections.ts'

export interface CollectionDialogProps {
  /** Null makes a new one. */
  readonly collection: Collection | null
  readonly sources: readonly Source[]
  readonly onClose: () => void
}

/** The name of a collection and the sources in it. */
export function CollectionDialog({ collection, sources, onClose }: CollectionDialogProps) {
  const { keep, isKeeping } = useCollections()
  const [name, setName] = useState(collection?.name ?? '')
  const [sourceIds, setSourceIds] = useState<readonly string[]>(collection?.sourceIds ?? [])
  const ready = name.trim() !== '' && !isKeeping

  return (
    <Dialog
      open
      onClose={onClose}
      title={collection ? 'Change the collection' : 'New collection'}
      description="A source can be in several collections."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="collection" disabled={!ready}>
            Keep it
          </Button>
        </>
      }
    >
      <form
        id="collection"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) keep({ id: collection?.id ?? null, name: name.trim(), sourceIds }, { onSuccess: onClose })
        }}
      >
        <TextField label="Name" value={name} onChange={setName} maxLength={100} autoFocus dir="auto" />
        <fieldset>
          <legend className="em mb-1">Sources</legend>
          <ul className="checks">
            {sources.map(({ id, title, documents }) => (
              <li key={id}>
                {/* oxlint-disable-next-line jsx-a11y/label-has-associated-control -- the box of Base UI is in it */}
                <label>
                  <Checkbox.Root
                    className="check"
                    checked={sourceIds.includes(id)}
                    onCheckedChange={(checked: boolean) =>
                      setSourceIds(checked ? [...sourceIds, id] : sourceIds.filter((one) => one !== id))
                    }
                  >
                    <Checkbox.Indicator>
                      <Icon of={Check} size={12} />
                    </Checkbox.Indicator>
                  </Checkbox.Root>
                  <span className="cut grow" dir="auto">
                    {title}
                  </span>
                  <span className="num text-muted">{count(documents)}</span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      </form>
    </Dialog>
  )
}
